package org.rapaio.jupyter.kernel.channels;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Takes the place of rapaio's class of this name, which stands behind it on the class path.
///
/// Rapaio's marks itself as running only after the thread has started; a thread that is quicker than that finds that it
/// should not run and ends, and one kernel in ten was deaf from its start (3.0.1, two cores). It also ends at the first
/// exception, such as for a message that comes before all of the kernel is set up.
public final class LoopThread extends Thread {
    private static final Logger LOGGER = Logger.getLogger(LoopThread.class.getSimpleName());

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final long pauseMillis;
    private final Runnable turn;

    /// @param name        of the thread
    /// @param pauseMillis between two turns
    /// @param turn        what to do in each
    public LoopThread(String name, long pauseMillis, Runnable turn) {
        super(name);
        this.pauseMillis = pauseMillis;
        this.turn = turn;
    }

    @Override
    public void run() {
        try {
            do {
                takeTurn();
            } while (!stopped.await(pauseMillis, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            interrupt();
        }
    }

    /// A channel that is closed while its loop is in it throws; that is how a kernel ends.
    private void takeTurn() {
        try {
            turn.run();
        } catch (RuntimeException e) {
            if (stopped.getCount() > 0) {
                LOGGER.log(Level.WARNING, getName() + " failed and goes on", e);
            }
        }
    }

    /// Makes this turn the last.
    public void shutdown() {
        stopped.countDown();
    }
}
