package throughline.distributed;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Where runs of [Dice], in whichever process, ask whether they may go on.
final class Gate implements AutoCloseable {
    /// Bytes of a question: number of the run and of its process.
    static final int QUESTION = Integer.BYTES + Long.BYTES;

    private final ServerSocket server;

    /// A run that waits.
    ///
    /// @param run     its number
    /// @param process in which it is
    /// @param socket  on which it waits
    record Asking(int run, long process, Socket socket) {
        /// Lets it go on; one whose process is gone needs no leave.
        void open() {
            try (socket) {
                socket.getOutputStream().write(1);
            } catch (IOException e) {
                // Its process was killed meanwhile.
            }
        }
    }

    /// Who decides.
    @FunctionalInterface
    interface Keeper {
        /// Told each run that asks, one after the other; opens for it, or keeps it waiting.
        void asked(Asking run) throws IOException;
    }

    Gate(Keeper keeper) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(() -> keep(keeper));
    }

    int port() {
        return server.getLocalPort();
    }

    private void keep(Keeper keeper) {
        try {
            while (true) {
                Socket socket = server.accept();
                DataInputStream in = new DataInputStream(socket.getInputStream());
                keeper.asked(new Asking(in.readInt(), in.readLong(), socket));
            }
        } catch (IOException e) {
            // Closed, or a process was killed while it asked, at which all others may as well fail.
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
