package dev.onset.infra.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the front page tells a newcomer to type works, and what it points to exists. */
@Tag("e2e")
class ReadmeTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern COMMAND = Pattern.compile("infra/onset ([a-z][^`\\n#]*)");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");
    private static final Pattern NAMED_TEST = Pattern.compile("`([A-Za-z]+Test)`");

    /** The front door and the guides beside the modules. */
    private static List<Path> pages() throws IOException {
        List<Path> pages =
                new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("infra/kubernetes/README.md")));
        for (String folder : List.of("infra/docs", "activities/docs")) {
            try (var all = Files.list(ROOT.resolve(folder))) {
                all.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
            }
        }
        return pages;
    }

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }

    private static String operating() throws IOException {
        return Files.readString(ROOT.resolve("infra/docs/operate.md"));
    }

    @Test
    void theFrontDoorIsPassedInAMinute() throws IOException {
        assertThat(readme().lines().count()).isLessThanOrEqualTo(120);
    }

    /**
     * Commands in the order of the page, with the quick study in place of the long one. Those that need servers are those of
     * {@link ServerOrdersTest}.
     */
    private static List<String[]> commands(String page) {
        Set<String> found = new LinkedHashSet<>();
        Matcher matcher = COMMAND.matcher(page);
        while (matcher.find()) {
            found.add(matcher.group(1).strip().replaceAll("\\bdigits\\b(?!-)", "digits-quick"));
        }
        List<String[]> commands = new ArrayList<>();
        for (String line : found) {
            // what follows another process, or waits for a browser, is tried by tests of its own
            if (!line.contains("...") && !line.contains("s3://") && !line.contains("--open")) {
                commands.add(line.split("\\s+"));
            }
        }
        return commands;
    }

    @Test
    void everyCommandOfThePageSucceeds(@TempDir Path data) throws IOException {
        List<String[]> commands = commands(readme() + operating());
        assertThat(commands).hasSizeGreaterThan(8);
        for (String[] command : commands) {
            InProcess run = command[0].equals("studies") || command[0].equals("doctor") || command[0].equals("verify")
                    ? InProcess.run(data, command)
                    : withSmallStudy(data, command);
            assertThat(run.code())
                    .as("%s: %s", String.join(" ", command), run.err())
                    .isZero();
        }
    }

    private static InProcess withSmallStudy(Path data, String... command) {
        boolean takesSettings = command[0].equals("run") || command[0].equals("plan");
        List<String> all = new ArrayList<>(List.of(command));
        if (takesSettings && command[1].equals("digits-quick")) {
            all.addAll(InProcess.SMALL);
        }
        return InProcess.run(data, all.toArray(new String[0]));
    }

    @Test
    void aMisspeltCommandWouldFail(@TempDir Path data) {
        List<String[]> commands = commands("`infra/onset rum digits`");
        assertThat(InProcess.run(data, commands.get(0)).code()).isEqualTo(2);
    }

    /** What the tables have in the column {@code on the command line}: commands as typed behind the launcher. */
    private static List<String> orders(String page) {
        List<String> orders = new ArrayList<>();
        int column = -1;
        for (String line : page.lines().toList()) {
            List<String> cells = List.of(line.split("(?<!\\\\)\\|", -1)).stream()
                    .map(String::strip)
                    .toList();
            if (!line.startsWith("|")) {
                column = -1;
            } else if (cells.contains("on the command line")) {
                column = cells.indexOf("on the command line");
            } else if (column >= 0) {
                Matcher command = CODE.matcher(cells.get(column));
                while (command.find()) {
                    orders.add(command.group(1));
                }
            }
        }
        return orders;
    }

    /**
     * Runs a row as typed, where no server is: what is only missing is the server. An unknown command or option is refused
     * before a server is looked for, with another message.
     */
    private static InProcess asTyped(Path data, String row) {
        return InProcess.run(data, row.split("\\s+"));
    }

    private static boolean isUnderstood(InProcess run) {
        return run.code() == 0 || run.err().contains("needs a Temporal server");
    }

    @Test
    void everyRowOfTheOperatingTableIsUnderstood(@TempDir Path data) throws IOException {
        List<String> rows = orders(operating());
        assertThat(rows).hasSizeGreaterThan(8).anyMatch(row -> row.startsWith("extend "));
        assertThat(InProcess.small(data, "run").code()).isZero();
        for (String row : rows) {
            InProcess run = asTyped(data, row.replaceAll("\\bdigits\\b(?!-)", "digits-quick"));
            assertThat(isUnderstood(run)).as("%s: %s", row, run.err()).isTrue();
        }
    }

    @Test
    void misspeltRowsWouldFail(@TempDir Path data) {
        List<String> rows = orders(
                "| symptom | on the command line |\n|---|---|\n| a | `pawse digits` |\n"
                        + "| b | `extend digits --step 9000` |\n| c | `extend digits` |\n| d | `pause digits` |\n\n| e | `none` |\n");
        assertThat(rows).containsExactly("pawse digits", "extend digits --step 9000", "extend digits", "pause digits");
        assertThat(rows.stream().map(row -> isUnderstood(asTyped(data, row))))
                .containsExactly(false, false, false, true);
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        int found = 0;
        for (Path page : pages()) {
            Matcher links = LINK.matcher(Files.readString(page));
            while (links.find()) {
                assertThat(page.resolveSibling(links.group(1))).as("%s", page).exists();
                found++;
            }
        }
        assertThat(found).isGreaterThan(20);
    }

    @Test
    void everyTestThatAGuaranteeNamesExists() throws IOException {
        Set<String> tests = new LinkedHashSet<>();
        for (String module : List.of("workflows", "activities", "infra")) {
            try (var all = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                all.forEach(path -> tests.add(path.getFileName().toString()));
            }
        }
        int found = 0;
        for (Path page : pages()) {
            Matcher names = NAMED_TEST.matcher(Files.readString(page));
            while (names.find()) {
                assertThat(tests).as("%s", page).contains(names.group(1) + ".java");
                found++;
            }
        }
        assertThat(found).isGreaterThan(10);
    }
}
