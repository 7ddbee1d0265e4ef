//! Ctrl-C, and a polite request to end: told once, so that a program can say what it leaves behind.

use std::future::Future;

use tokio::sync::watch;

/// What the program ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// Ctrl-C.
    Interrupt,
    /// `kill`, without a further word.
    Terminate,
}

impl Signal {
    /// The exit code by the convention of shells.
    pub(crate) fn exit_code(self) -> u8 {
        match self {
            Self::Interrupt => 130,
            Self::Terminate => 143,
        }
    }
}

/// Whether the program was asked to end.
#[derive(Clone, Debug)]
pub(crate) struct Signals(watch::Receiver<Option<Signal>>);

impl Signals {
    /// Listens from now on. The first signal calls `first`; the second `second`, which is to end the program.
    pub(crate) fn listen(
        first: impl Fn() + Send + 'static,
        second: impl Fn(Signal) + Send + 'static,
    ) -> Self {
        let (sender, receiver) = watch::channel(None);
        let mut source = Source::new();
        tokio::spawn(async move {
            while let Some(signal) = source.next().await {
                let is_first = sender.borrow().is_none();
                sender.send_replace(Some(signal));
                if is_first { first() } else { second(signal) }
            }
            // Without a way to hear of signals none ever comes.
            sender.closed().await;
        });
        Self(receiver)
    }

    /// The signal that came, if one did.
    pub(crate) fn came(&self) -> Option<Signal> {
        *self.0.borrow()
    }

    /// Waits for a result, or for a signal.
    pub(crate) async fn or_signal<T>(&self, waiting: impl Future<Output = T>) -> Result<T, Signal> {
        let mut receiver = self.0.clone();
        tokio::select! {
            result = waiting => Ok(result),
            signal = receiver.wait_for(Option::is_some) => match signal.ok().and_then(|it| *it) {
                Some(signal) => Err(signal),
                None => std::future::pending().await,
            },
        }
    }
}

/// Where signals come from.
#[cfg(unix)]
struct Source(Option<(tokio::signal::unix::Signal, tokio::signal::unix::Signal)>);

#[cfg(unix)]
impl Source {
    fn new() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        let both = signal(SignalKind::interrupt())
            .and_then(|interrupt| Ok((interrupt, signal(SignalKind::terminate())?)));
        Self(both.ok())
    }

    async fn next(&mut self) -> Option<Signal> {
        let (interrupt, terminate) = self.0.as_mut()?;
        tokio::select! {
            came = interrupt.recv() => came.map(|()| Signal::Interrupt),
            came = terminate.recv() => came.map(|()| Signal::Terminate),
        }
    }
}

/// Where signals come from.
#[cfg(not(unix))]
struct Source;

#[cfg(not(unix))]
impl Source {
    fn new() -> Self {
        Self
    }

    async fn next(&mut self) -> Option<Signal> {
        tokio::signal::ctrl_c().await.ok().map(|()| Signal::Interrupt)
    }
}
