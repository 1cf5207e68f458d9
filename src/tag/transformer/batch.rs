//! Cuts sequences into batches of similar length, so that little is computed on padding.

/// The batches, each as the numbers of its sequences, the longest first: what needs most memory comes at once, and
/// no batch costs more than its first sequence's length for each of its own.
///
/// A batch holds at most `batch_tokens` tokens with its padding, and at least one sequence.
pub(super) fn plan(lengths: &[usize], batch_tokens: usize) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..lengths.len()).collect();
    order.sort_by_key(|&index| (std::cmp::Reverse(lengths[index]), index));
    let mut batches = Vec::new();
    let mut rest = order.as_slice();
    while let Some(&longest) = rest.first() {
        let capacity = (batch_tokens / lengths[longest].max(1)).clamp(1, rest.len());
        let (batch, after) = rest.split_at(capacity);
        batches.push(batch.to_vec());
        rest = after;
    }
    batches
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sequences_of_similar_length_share_a_batch() {
        assert_eq!(plan(&[10, 50, 11, 49], 100), [vec![1, 3], vec![2, 0]]);
        assert_eq!(plan(&[70, 10], 64), [vec![0], vec![1]]);
        assert!(plan(&[], 64).is_empty());
    }

    proptest! {
        #[test]
        fn every_sequence_is_in_one_batch_and_no_batch_is_too_large(
            lengths in prop::collection::vec(0usize..300, 0..200),
            batch_tokens in 0usize..3000,
        ) {
            let batches = plan(&lengths, batch_tokens);
            let mut seen: Vec<usize> = batches.concat();
            prop_assert!(seen.iter().zip(seen.iter().skip(1)).all(|(&a, &b)| lengths[a] >= lengths[b]));
            seen.sort_unstable();
            prop_assert_eq!(seen, (0..lengths.len()).collect::<Vec<_>>());
            for batch in &batches {
                prop_assert!(batch.len() == 1 || batch.len() * lengths[batch[0]].max(1) <= batch_tokens);
            }
        }
    }
}
