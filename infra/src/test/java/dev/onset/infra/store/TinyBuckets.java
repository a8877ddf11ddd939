package dev.onset.infra.store;

import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.zip.CRC32C;

/** Buckets in memory and what S3 would answer about them: conditional create, ranges, paged listing, digests checked. */
final class TinyBuckets {
    private static final int PAGE = 1_000;

    private final Map<String, ConcurrentSkipListMap<String, byte[]>> buckets = new ConcurrentHashMap<>();
    private volatile boolean conditional = true;

    TinyBuckets() {
        buckets.put("onset", new ConcurrentSkipListMap<>());
    }

    /** The objects of bucket {@code onset}. */
    ConcurrentSkipListMap<String, byte[]> objects() {
        return buckets.get("onset");
    }

    /** From now on there is no bucket. */
    void drop() {
        buckets.clear();
    }

    /** From now on creates overwrite, whatever condition they carry. */
    void ignoreConditions() {
        conditional = false;
    }

    record Answer(int status, byte[] body) {}

    Answer answer(HttpExchange exchange, byte[] body) {
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!authorization.contains("Credential=" + TinyS3.ACCESS_KEY + "/")) {
            return error(403, "InvalidAccessKeyId");
        }
        String[] path = exchange.getRequestURI().getPath().substring(1).split("/", 2);
        ConcurrentSkipListMap<String, byte[]> objects = buckets.get(path[0]);
        String name = path.length < 2 ? "" : path[1];
        if (name.isEmpty() && exchange.getRequestMethod().equals("PUT")) {
            buckets.putIfAbsent(path[0], new ConcurrentSkipListMap<>());
            return new Answer(200, new byte[0]);
        }
        if (objects == null) {
            return error(404, "NoSuchBucket");
        }
        return switch (exchange.getRequestMethod()) {
            case "PUT" -> put(exchange, objects, name, body);
            case "HEAD", "GET" -> name.isEmpty() ? bucket(exchange, objects) : get(exchange, objects, name);
            case "DELETE" -> {
                objects.remove(name);
                yield new Answer(204, new byte[0]);
            }
            default -> error(405, "MethodNotAllowed");
        };
    }

    private Answer put(HttpExchange exchange, ConcurrentSkipListMap<String, byte[]> objects, String name, byte[] body) {
        if (!sha256(body).equals(exchange.getRequestHeaders().getFirst("x-amz-content-sha256"))) {
            return error(400, "XAmzContentSHA256Mismatch");
        }
        if (!crc32c(body).equals(exchange.getRequestHeaders().getFirst("x-amz-checksum-crc32c"))) {
            return error(400, "BadDigest");
        }
        exchange.getResponseHeaders().set("ETag", "\"" + sha256(body).substring(0, 32) + "\"");
        if (conditional && "*".equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            return objects.putIfAbsent(name, body) == null
                    ? new Answer(200, new byte[0])
                    : error(412, "PreconditionFailed");
        }
        objects.put(name, body);
        return new Answer(200, new byte[0]);
    }

    private static Answer get(HttpExchange exchange, ConcurrentSkipListMap<String, byte[]> objects, String name) {
        byte[] found = objects.get(name);
        if (found == null) {
            return error(404, "NoSuchKey");
        }
        exchange.getResponseHeaders().set("ETag", "\"" + sha256(found).substring(0, 32) + "\"");
        exchange.getResponseHeaders().set("Last-Modified", "Tue, 24 Nov 2026 12:00:00 GMT");
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range == null) {
            return new Answer(200, found);
        }
        String[] bounds = range.substring("bytes=".length()).split("-", 2);
        int from = Integer.parseInt(bounds[0]);
        int to = bounds[1].isEmpty() ? found.length : Math.min(found.length, Integer.parseInt(bounds[1]) + 1);
        if (from >= found.length) {
            return error(416, "InvalidRange");
        }
        exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + found.length);
        return new Answer(206, java.util.Arrays.copyOfRange(found, from, to));
    }

    private static Answer bucket(HttpExchange exchange, ConcurrentSkipListMap<String, byte[]> objects) {
        Map<String, String> query = query(exchange.getRequestURI());
        String prefix = query.getOrDefault("prefix", "");
        String after = query.getOrDefault("continuation-token", "");
        StringBuilder xml = new StringBuilder();
        String last = "";
        int count = 0;
        boolean more = false;
        for (Map.Entry<String, byte[]> object : objects.tailMap(after.isEmpty() ? prefix : after, after.isEmpty())
                .entrySet()) {
            if (!object.getKey().startsWith(prefix)) {
                break;
            }
            if (count == PAGE) {
                more = true;
                break;
            }
            count++;
            last = object.getKey();
            xml.append("<Contents><Key>")
                    .append(last)
                    .append("</Key><LastModified>2026-11-24T12:00:00.000Z</LastModified><ETag>x</ETag><Size>")
                    .append(object.getValue().length);
            xml.append("</Size></Contents>");
        }
        String head = "<ListBucketResult><Name>onset</Name><KeyCount>" + count + "</KeyCount><IsTruncated>" + more
                + "</IsTruncated>" + (more ? "<NextContinuationToken>" + last + "</NextContinuationToken>" : "");
        return new Answer(200, bytes(head + xml + "</ListBucketResult>"));
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new HashMap<>();
        String raw = uri.getRawQuery();
        for (String part : raw == null ? new String[0] : raw.split("&")) {
            String[] pair = part.split("=", 2);
            query.put(pair[0], pair.length < 2 ? "" : URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    static Answer error(int status, String code) {
        return new Answer(
                status,
                bytes("<Error><Code>" + code + "</Code><Message>as planned</Message><Resource>/</Resource></Error>"));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String crc32c(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Base64.getEncoder()
                .encodeToString(java.nio.ByteBuffer.allocate(4)
                        .putInt((int) crc.getValue())
                        .array());
    }
}
