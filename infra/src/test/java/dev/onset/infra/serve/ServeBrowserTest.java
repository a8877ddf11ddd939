package dev.onset.infra.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.onset.infra.study.OnsetProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in the system's Chromium. Where there is none the tests are skipped, and {@code .ci/run} says so; it installs one
 * where it may. Pictures of what was seen are left in {@code target/pictures}.
 */
@Tag("e2e")
class ServeBrowserTest {
    private static final Path PICTURES = Path.of("target", "pictures");
    private static final int TAB = 9;
    private static final int ENTER = 13;

    @TempDir
    Path folder;

    private Chromium browser;

    @BeforeEach
    void open() throws Exception {
        Optional<Path> installed = Chromium.installed();
        assumeTrue(installed.isPresent(), "NO CHROMIUM on this machine: the page was not tried in a browser");
        browser = Chromium.start(installed.get(), folder.resolve("profile"));
    }

    @AfterEach
    void close() throws Exception {
        if (browser != null) {
            assertThat(browser.complaints()).isEmpty();
            browser.close();
        }
    }

    private void pictures(String name) throws Exception {
        for (boolean dark : List.of(false, true)) {
            for (int width : List.of(390, 1_100)) {
                browser.picture(PICTURES.resolve(name + "-" + width + (dark ? "-dark" : "") + ".png"), width, dark);
            }
        }
    }

    @Test
    void anEmptyFolderFills_theStudyMovesWhileItRuns_andEndsAsItsReport_withoutEverBeingLoadedAnew() throws Exception {
        Path data = folder.resolve("data");
        try (Served served = Served.start(data)) {
            browser.open(served.page("/"));
            assertThat(browser.text("#list")).contains("There is no store yet");
            browser.value("window.loaded = 'once'");
            OnsetProcess run =
                    OnsetProcess.start(data, Map.of(), "run", "digits-quick", "--set", "training.steps=6000");
            try {
                browser.await("document.querySelector('tr.running')", 120);
                assertThat(browser.text("#list")).contains("digits-quick", "running");
                pictures("list-running");
                browser.value("document.querySelector('td.name a').click()");
                browser.await("location.pathname === '/studies/digits-quick/' && document.readyState === 'complete'");
                browser.value("window.loaded = 'once'");
                browser.await("document.querySelector('#figures svg')", 120);
                String first = browser.text("#now");
                assertThat(first).contains("running", "trained", "observed");
                browser.await("document.querySelector('#now').textContent !== " + quoted(first));
                pictures("study-running");
                // what a reader has chosen stays chosen when the figures are drawn anew
                browser.await("document.querySelector('#s-strengths input[value=\"1\"]')");
                browser.value("document.querySelector('#s-strengths input[value=\"1\"]').click()");
                browser.await("document.querySelector('#figures .verdict')", 180);
                assertThat(run.exit()).as("%s", run.text()).isZero();
                assertThat(browser.value("window.loaded").asText()).isEqualTo("once");
                assertThat(browser.text("#figures")).contains("two-phase", "Provenance");
                assertThat(browser.text("#now")).contains("done");
                assertThat(browser.value("document.querySelector('#s-strengths input[value=\"1\"]').checked")
                                .asBoolean())
                        .isTrue();
                pictures("study-done");
            } finally {
                run.killAll();
            }
        }
    }

    @Test
    void aFinishedStudy_isReadWithoutScript_andReachedByKeyboard() throws Exception {
        Path data = folder.resolve("data");
        Served.runThreeSteps(data, folder, "one", "Adds up", 1);
        try (Served served = Served.start(data)) {
            browser.open(served.page("/"));
            browser.await("document.querySelector('td.name a')");
            for (int i = 0; i < 12 && !onStudy(); i++) {
                browser.key("Tab", TAB);
            }
            assertThat(onStudy()).as("Tab leads to the study's link").isTrue();
            browser.key("Enter", ENTER);
            browser.await("location.pathname === '/studies/one/'");
            browser.send("Emulation.setScriptExecutionDisabled", Map.of("value", true));
            browser.open(served.page("/studies/one/"));
            assertThat(browser.text("main")).contains("added", "Numbers", "Provenance");
            assertThat(browser.value("document.querySelectorAll('main svg').length")
                            .asInt())
                    .isPositive();
            browser.open(served.page("/"));
            assertThat(browser.text("#list")).contains("one", "done", "added");
        }
    }

    private boolean onStudy() throws Exception {
        return browser.value("document.activeElement.getAttribute('href') === '/studies/one/'")
                .asBoolean();
    }

    @Test
    void chosenStudies_areComparedInOneDrawing() throws Exception {
        Path data = folder.resolve("data");
        Served.runThreeSteps(data, folder, "one", "Adds up", 1);
        Served.runThreeSteps(data, folder, "seven", "Adds up from seven", 7);
        try (Served served = Served.start(data)) {
            browser.open(served.page("/"));
            browser.await("document.querySelectorAll('td.choose input').length === 2");
            browser.value("document.querySelectorAll('td.choose input').forEach(i => i.click())");
            browser.value("document.querySelector('form.list button').click()");
            browser.await("location.pathname === '/compare' && document.readyState === 'complete'");
            assertThat(browser.text("main"))
                    .contains("one", "seven", "three-steps", "Together: value", "Each by itself");
            pictures("comparison");
        }
    }

    @Test
    void aLostConnection_isSaid_andIsOverWhenTheServerIsBack() throws Exception {
        Path data = folder.resolve("data");
        Served.runThreeSteps(data, folder, "one", "Adds up", 1);
        Served first = Served.start(data);
        int port = first.port();
        browser.open(first.page("/"));
        browser.await("document.querySelector('td.name a')");
        browser.value("window.loaded = 'once'");
        first.close();
        browser.await("!document.getElementById('notice').classList.contains('off')");
        browser.await("document.getElementById('notice').textContent.includes('No answer from onset since')");
        assertThat(browser.text("#list")).as("what was seen stays").contains("one");
        pictures("connection-lost");
        Served.runThreeSteps(data, folder, "two", "Adds up", 2);
        try (Served again = Served.start(data, ServeSettings.local(port))) {
            browser.await("document.getElementById('notice').classList.contains('off')", 90);
            browser.await("document.querySelector('#list').textContent.includes('two')");
            assertThat(browser.value("window.loaded").asText()).isEqualTo("once");
            assertThat(again.port()).isEqualTo(port);
        }
    }

    @Test
    void aStoreThatVanishes_isSaid_andIsShownAgainWhenItIsBack() throws Exception {
        Path data = folder.resolve("data");
        Served.runThreeSteps(data, folder, "one", "Adds up", 1);
        try (Served served = Served.start(data)) {
            browser.open(served.page("/"));
            browser.await("document.querySelector('td.name a')");
            Files.move(data.resolve("store"), data.resolve("gone"));
            browser.await("document.getElementById('notice').textContent.includes('no longer there')");
            assertThat(browser.text("#list")).contains("one");
            pictures("store-vanished");
            Files.move(data.resolve("gone"), data.resolve("store"));
            browser.await("document.getElementById('notice').classList.contains('off')");
            browser.await("document.querySelector('tr.done')");
        }
    }

    @Test
    void negativeControl_aScriptInThePageItself_isStoppedByThePolicy() throws Exception {
        Path data = folder.resolve("data");
        try (Served served = Served.start(data)) {
            browser.open(served.page("/"));
            browser.value("(() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
                    + " document.body.append(s); })()");
            assertThat(browser.value("window.ran === undefined").asBoolean()).isTrue();
            assertThat(browser.complaints()).isNotEmpty();
            browser.close();
            browser = null;
        }
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
    }
}
