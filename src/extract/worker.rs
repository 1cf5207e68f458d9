//! A thread with a large stack and a time budget for each piece of work.

use std::cell::RefCell;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

/// Enough for trees of the depth that `guard` lets pass, also in unoptimised builds. Only what is used takes memory.
const STACK_BYTES: usize = 512 << 20;

type Work = Box<dyn FnOnce() + Send>;

thread_local! {
    /// One worker for each thread that extracts, because starting a thread for every page costs more than most pages.
    static WORKER: RefCell<Option<Sender<Work>>> = const { RefCell::new(None) };
}

/// Why a piece of work has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    /// It went on beyond its time. Its thread is left to itself and ends with the work.
    TooSlow,
    /// It panicked.
    Panicked,
    /// No thread could be started.
    NoThread,
}

/// Does `work` on the caller's worker thread and waits for it, at most `time`.
pub(super) fn run<T: Send + 'static>(
    time: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    let (send_result, result) = mpsc::channel();
    let mut work: Work = Box::new(move || {
        // The receiver is gone where the time was over.
        let _ = send_result.send(work());
    });
    WORKER.with_borrow_mut(|worker| {
        if let Some(sender) = worker.as_ref() {
            match sender.send(work) {
                Ok(()) => return Ok(()),
                Err(unsent) => work = unsent.0,
            }
        }
        let sender = start().ok_or(Failure::NoThread)?;
        sender.send(work).map_err(|_| Failure::NoThread)?;
        *worker = Some(sender);
        Ok(())
    })?;
    result.recv_timeout(time).map_err(|error| {
        WORKER.set(None);
        match error {
            RecvTimeoutError::Timeout => Failure::TooSlow,
            RecvTimeoutError::Disconnected => Failure::Panicked,
        }
    })
}

fn start() -> Option<Sender<Work>> {
    let (sender, receiver) = mpsc::channel::<Work>();
    thread::Builder::new()
        .name("extract".to_owned())
        .stack_size(STACK_BYTES)
        .spawn(move || {
            for work in receiver {
                work();
            }
        })
        .ok()
        .map(|_| sender)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_work_is_left_behind_and_the_next_is_done() {
        let slow = run(Duration::from_millis(20), || thread::sleep(Duration::from_millis(200)));
        assert_eq!(slow, Err(Failure::TooSlow));
        assert_eq!(run(Duration::from_secs(5), || 7), Ok(7));
    }

    #[test]
    fn a_panic_loses_one_piece_of_work_only() {
        let number: Result<u32, _> = "x".parse();
        let panicking = number.clone();
        assert_eq!(run(Duration::from_secs(5), move || panicking.unwrap()), Err(Failure::Panicked));
        assert_eq!(run(Duration::from_secs(5), || 7), Ok(7));
        assert!(number.is_err());
    }

    #[test]
    fn the_thread_is_reused() {
        let first = run(Duration::from_secs(5), || thread::current().id()).unwrap();
        let second = run(Duration::from_secs(5), || thread::current().id()).unwrap();
        assert_eq!(first, second);
    }
}
