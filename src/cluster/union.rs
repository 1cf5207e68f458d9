//! Union-find: which articles belong together, from pairs that do.

/// Disjoint sets of `0..n`.
pub(super) struct Sets {
    parent: Vec<u32>,
}

impl Sets {
    /// Each number alone.
    pub(super) fn new(n: usize) -> Sets {
        Sets { parent: (0..n as u32).collect() }
    }

    /// The number that stands for the set of `member`.
    pub(super) fn find(&mut self, member: u32) -> u32 {
        let mut root = member;
        while self.parent[root as usize] != root {
            root = self.parent[root as usize];
        }
        // Path compression: later look-ups are one step.
        let mut at = member;
        while self.parent[at as usize] != root {
            at = std::mem::replace(&mut self.parent[at as usize], root);
        }
        root
    }

    /// Makes the sets of the two one.
    pub(super) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        // The smaller number stands for both, so that nothing depends on the order of the pairs.
        self.parent[a.max(b) as usize] = a.min(b);
    }
}
