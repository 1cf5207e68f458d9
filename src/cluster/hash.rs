//! One hash for everything in a fingerprint: stable over runs, machines and versions, so that results are too.

/// FNV-1a over the bytes (Fowler, Noll and Vo), then the finaliser of SplitMix64 (Steele, Lea and Flood 2014), which
/// spreads the bits that FNV leaves clustered.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    mix(bytes.iter().fold(0xcbf2_9ce4_8422_2325, |state, byte| {
        (state ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    }))
}

/// A permutation of the 64-bit numbers.
pub(super) fn mix(value: u64) -> u64 {
    let mut value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}
