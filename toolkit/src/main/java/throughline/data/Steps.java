package throughline.data;

import java.nio.file.Path;

/// Told each step of writing files, on the thread that took it: between any two of them a machine may stop, and tests
/// make it stop there.
@FunctionalInterface
interface Steps {
    Steps UNSEEN = (step, file) -> {};

    enum Step {
        /// The temporary file is there and empty.
        CREATED,
        /// It holds everything.
        FILLED,
        /// It is on the disk.
        SYNCED,
        /// It has its name.
        RENAMED,
        /// Its name is on the disk.
        FOLDER_SYNCED,
        /// A file that is no longer needed is gone.
        REMOVED
    }

    void after(Step step, Path file);
}
