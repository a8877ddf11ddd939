package dev.onset.infra.serve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.onset.store.Digest;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in who knows the token: in the header {@code Authorization: Bearer}, or once as {@code ?token=} in the address, for which
 * a browser gets a cookie that is worth nothing elsewhere or after this process. Comparing takes the same time for every guess, and an
 * address that guessed wrong ten times is not heard for a minute, whatever it says then.
 */
final class TokenGate {
    private static final Logger LOG = LoggerFactory.getLogger(TokenGate.class);
    private static final String COOKIE = "onset-reader";
    private static final int GUESSES = 10;
    private static final Duration DEAF = Duration.ofMinutes(1);
    private static final int ADDRESSES = 10_000;

    private final String token;
    private final String session;
    private final boolean secure;
    private final Cache<InetAddress, AtomicInteger> wrong;

    TokenGate(String token, boolean secure, Ticker ticker) {
        this.secure = secure;
        this.token = token;
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        this.session = HexFormat.of().formatHex(secret);
        this.wrong = Caffeine.newBuilder()
                .expireAfterWrite(DEAF)
                .maximumSize(ADDRESSES)
                .ticker(ticker)
                .build();
    }

    /** What stands in the way, or the redirect that a right token in the address leads to. */
    Optional<Answer> check(Request request) {
        if (cookies(request).anyMatch(cookie -> Digest.same(cookie, session))) {
            return Optional.empty();
        }
        Optional<String> inAddress = request.parameter("token");
        Optional<String> inHeader = request.header("authorization")
                .filter(value -> value.startsWith("Bearer "))
                .map(value -> value.substring("Bearer ".length()));
        Optional<String> given = inHeader.or(() -> inAddress);
        if (given.isEmpty()) {
            return Optional.of(asked("This page is for who knows its token: open it once with ?token=... at the end."));
        }
        AtomicInteger guesses = wrong.get(request.from(), unknown -> new AtomicInteger());
        if (guesses.get() >= GUESSES) {
            return Optional.of(Answer.text(429, "Too many wrong tokens from here; try again in a minute.")
                    .with("Retry-After", Long.toString(DEAF.toSeconds())));
        }
        if (!Digest.same(given.get(), token)) {
            if (guesses.incrementAndGet() == GUESSES) {
                LOG.warn(
                        "{} wrong tokens from {}; it is not heard for {} s", GUESSES, request.from(), DEAF.toSeconds());
            }
            return Optional.of(asked("That is not the token."));
        }
        wrong.invalidate(request.from());
        return inHeader.isPresent()
                ? Optional.empty()
                : Optional.of(Answer.redirect(request.path())
                        .with(
                                "Set-Cookie",
                                COOKIE + "=" + session + "; Path=/; HttpOnly; SameSite=Strict"
                                        + (secure ? "; Secure" : "")));
    }

    private static Answer asked(String words) {
        return Answer.text(401, words).with("WWW-Authenticate", "Bearer");
    }

    private static Stream<String> cookies(Request request) {
        return request.header("cookie").stream()
                .flatMap(value -> Arrays.stream(value.split(";", 50)))
                .map(String::strip)
                .filter(pair -> pair.startsWith(COOKIE + "="))
                .map(pair -> pair.substring(COOKIE.length() + 1));
    }
}
