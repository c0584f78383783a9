package throughline.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import throughline.papers.Paper;
import throughline.papers.Verdict;
import throughline.spec.BadInput;

/// The ledger as `lab papers --json` writes it, read again.
public final class LedgerJson {
    private static final List<String> KEYS = List.of(
            "paper",
            "chapter",
            "chapterName",
            "title",
            "claim",
            "reported",
            "provenance",
            "verdict",
            "counts",
            "tried");
    private static final String ALLOWED = "give a file that lab papers --json has written";

    private LedgerJson() {}

    /// Reads a file and makes sure that it is a ledger.
    ///
    /// @param option what the path was given as, for the error
    /// @return its text
    /// @throws BadInput if it cannot be read, is no ledger, or one of an older version that lacks a key
    public static String read(String option, Path file) {
        try {
            String text = Files.readString(file);
            JsonNode ledger = new ObjectMapper().readTree(text);
            if (!ledger.isArray() || ledger.isEmpty()) {
                throw new BadInput("%s [%s] is no ledger: it holds no list of claims; %s", option, file, ALLOWED);
            }
            ledger.forEach(entry -> check(option, file, entry));
            return text;
        } catch (JsonProcessingException e) {
            throw new BadInput(
                    "%s [%s] is no ledger: line %d is no JSON; %s",
                    option, file, e.getLocation().getLineNr(), ALLOWED);
        } catch (MalformedInputException e) {
            throw new BadInput("%s [%s] is no ledger: it is no text in UTF-8; %s", option, file, ALLOWED);
        } catch (IOException e) {
            throw new BadInput("%s [%s] cannot be read; %s", option, file, ALLOWED);
        }
    }

    private static void check(String option, Path file, JsonNode entry) {
        for (String key : KEYS) {
            if (!entry.has(key)) {
                throw new BadInput("%s [%s] is no ledger: an entry has no [%s]; %s", option, file, key, ALLOWED);
            }
        }
        String verdict = entry.get("verdict").asText();
        if (Stream.of(Verdict.values()).noneMatch(known -> known.name().equals(verdict))) {
            throw new BadInput(
                    "%s [%s]: entry of [%s] has the verdict [%s]; there are %s",
                    option, file, entry.get("paper").asText(), verdict, List.of(Verdict.values()));
        }
    }

    /// Writes which class recomputes which paper, by id: notebooks call papers by both.
    public static void classes(List<Paper> papers, Path file) throws IOException {
        Map<String, String> names = new TreeMap<>();
        papers.forEach(paper -> names.put(paper.id(), paper.getClass().getName()));
        new ObjectMapper().writeValue(file.toFile(), names);
    }
}
