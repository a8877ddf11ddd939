package dev.onset.infra.study;

/** For studies that nobody watches. */
public final class QuietProgress implements ProgressSink {
    @Override
    public void accepted() {}

    @Override
    public void update(String task, long done, long total, String detail) {}

    @Override
    public void rests(String task, long done, long total, String why) {}

    @Override
    public void note(String line) {}
}
