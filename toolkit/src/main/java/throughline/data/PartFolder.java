package throughline.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import throughline.spec.Spec;

/// Where the parts of a dataset lie, and their receipts until it is complete.
///
/// @param folder  of the dataset
/// @param tables  a sub-folder each
/// @param hash    of the specification, noted in every file
/// @param attempt names temporary files, where others may be at the same parts; empty where nobody is
/// @param steps   told each step
record PartFolder(Path folder, List<Schema> tables, String hash, String attempt, Steps steps) {
    static PartFolder of(Path folder, Sweep<?> sweep, String attempt, Steps steps) {
        return new PartFolder(folder, sweep.recipe().tables(), Spec.hash(sweep.spec()), attempt, steps);
    }

    Path receipts() {
        return folder.resolve(".receipts");
    }

    Path receipt(int part) {
        return receipts().resolve(String.format(Locale.ROOT, "part-%05d.json", part));
    }

    Path file(Schema table, int part) {
        return Dataset.part(folder, table.table(), part);
    }

    /// A new file for the rows of a table.
    TraceFile open(Schema table, int part) {
        return new TraceFile(table, new Draft(file(table, part), attempt, steps), Map.of(Parquet.SPECIFICATION, hash));
    }

    void write(int part, Receipt receipt) {
        Draft.text(receipt(part), receipt.text(hash), attempt, steps);
    }

    /// The receipt of a part, if it has one.
    ///
    /// @throws throughline.spec.BadInput when it cannot be read, or is of another specification
    Optional<Receipt> read(int part) {
        Path file = receipt(part);
        return Files.isRegularFile(file) ? Optional.of(Receipt.of(Receipt.read(file, hash))) : Optional.empty();
    }

    /// The receipt of a part whose files are all there, and are what it says.
    Optional<Receipt> finished(int part) {
        return read(part).filter(receipt -> tables.stream().allMatch(table -> {
            Receipt.Mark mark = receipt.files().get(table.table());
            Path file = file(table, part);
            return mark != null && Files.isRegularFile(file) && mark.fits(file);
        }));
    }
}
