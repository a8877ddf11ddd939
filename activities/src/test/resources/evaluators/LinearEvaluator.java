import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An evaluator in plain Java, run as {@code java LinearEvaluator.java MODE}: a model is a file of little-endian float32, weights
 * [features x outputs] feature by feature, then biases. Every mode but {@code well} misbehaves in its own way.
 */
final class LinearEvaluator {
    private static final byte[] MAGIC = "ONEV".getBytes(StandardCharsets.US_ASCII);
    private static final Random RANDOM = new Random();
    /** So that it is cut in two where messages end their quotations. */
    private static final int SECRET_AT = 195;
    private static final int FEW = 100;
    /** Where it says nothing else. */
    private static final int ROWS = 1_024;

    private static final Map<Integer, Model> MODELS = new HashMap<>();
    private static String mode = "well";
    private static OutputStream out = OutputStream.nullOutputStream();

    private record Model(int features, int outputs, float[] numbers) {}

    public static void main(String[] arguments) throws Exception {
        mode = arguments.length > 0 ? arguments[0] : "well";
        out = System.out;
        DataInputStream in = new DataInputStream(System.in);
        if (mode.equals("prints")) {
            System.out.println("Loading the model ...");
        }
        if (mode.equals("dies-at-once")) {
            System.err.println("no module named torch; password=hunter2");
            System.exit(3);
        }
        if (mode.equals("mute")) {
            Thread.sleep(100_000);
        }
        if (mode.equals("leaks-at-once")) {
            write(1, 0, json("logged in with password=hunter2"));
        }
        String device = System.getenv("ONSET_DEVICE");
        String sees = System.getenv("ONSET_TEST_SECRET") + "/" + device + changed(arguments);
        write(
                1,
                0,
                json("{\"framework\":\"plain java\",\"device\":\"" + device + "\",\"bits\":\"" + sees
                        + "\",\"words\":\"a test\"" + (mode.equals("few") ? ",\"rows\":" + FEW : "") + "}"));
        byte[] header = new byte[16];
        while (true) {
            try {
                in.readFully(header);
            } catch (IOException e) {
                return;
            }
            ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
            int type = fields.getShort(6);
            int number = fields.getInt(8);
            byte[] payload = new byte[fields.getInt(12)];
            in.readFully(payload);
            answer(type, number, ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN));
        }
    }

    /** In the mode {@code changes} something that decides bits, other from the second start on; a file remembers the first. */
    private static String changed(String[] arguments) throws IOException {
        if (!mode.equals("changes") || Files.exists(Path.of(arguments[1]))) {
            return "";
        }
        Files.createFile(Path.of(arguments[1]));
        return "/at first";
    }

    private static void answer(int type, int number, ByteBuffer request) throws Exception {
        switch (type) {
            case 2 -> open(number, new String(request.array(), StandardCharsets.UTF_8));
            case 4 -> close(number, new String(request.array(), StandardCharsets.UTF_8));
            case 6, 7 -> {
                misbehave(number);
                evaluate(number, type == 7, request);
            }
            default -> throw new IOException("type " + type);
        }
    }

    private static void misbehave(int number) throws Exception {
        switch (mode) {
            case "hangs" -> Thread.sleep(100_000);
            case "slow" -> {
                for (int i = 0; i < 8; i++) {
                    Thread.sleep(250);
                    write(10, 0, new byte[0]);
                }
            }
            case "dies" -> {
                System.err.println("CUDA error: an illegal memory access was encountered, token=abc123");
                System.exit(7);
            }
            case "spawns" -> {
                Process child = new ProcessBuilder("sleep", "100.25").start();
                System.err.println("child " + child.pid());
                Thread.sleep(100_000);
            }
            case "garbles" -> out.write("epoch 3: loss 0.25, and so on and on\n".getBytes(StandardCharsets.US_ASCII));
            case "leaks" -> out.write(("logged in with password=hunter2" + " ".repeat(SECRET_AT - 31) + "very-secret, epoch 3\n")
                    .getBytes(StandardCharsets.US_ASCII));
            case "confuses" -> write(8, number + 1, new byte[8]);
            case "fails" -> write(9, number, json("{\"model\":false,\"message\":\"CUDA out of memory\"}"));
            default -> {
                // answers
            }
        }
    }

    private static void close(int number, String request) throws IOException {
        if (mode.equals("keeps")) {
            write(9, number, json("{\"model\":false,\"message\":\"it is still needed\"}"));
            return;
        }
        MODELS.remove(Integer.parseInt(field(request, "model", "([0-9]+)")));
        write(5, number, json("{}"));
    }

    private static void open(int number, String request) throws IOException {
        if (mode.equals("holds-one") && !MODELS.isEmpty()) {
            write(9, number, json("{\"model\":false,\"message\":\"no room for another\"}"));
            return;
        }
        if (mode.equals("refuses")) {
            write(9, number, json("{\"model\":true,\"message\":\"KeyError: 'fc1.weight'\"}"));
            return;
        }
        int features = 1;
        for (String size : field(request, "shape", "\\[([0-9, ]*)]").split(",")) {
            features *= Integer.parseInt(size.strip());
        }
        ByteBuffer numbers = ByteBuffer.wrap(Files.readAllBytes(Path.of(field(request, "path", "\"([^\"]*)\""))))
                .order(ByteOrder.LITTLE_ENDIAN);
        float[] all = new float[numbers.remaining() / 4];
        numbers.asFloatBuffer().get(all);
        Model model = new Model(features, all.length / (features + 1), all);
        MODELS.put(Integer.parseInt(field(request, "model", "([0-9]+)")), model);
        write(3, number, json("{\"features\":" + features + ",\"outputs\":" + model.outputs() + "}"));
    }

    private static void evaluate(int number, boolean masked, ByteBuffer request) throws IOException {
        Model model = MODELS.get(request.getInt());
        int count = request.getInt();
        if (count > (mode.equals("few") ? FEW : ROWS)) {
            write(9, number, json("{\"model\":false,\"message\":\"" + count + " rows at once\"}"));
            return;
        }
        int features = request.getInt();
        int players = request.getInt();
        float[] rows = masked ? expand(request, count, features, players) : floats(request, count * features);
        ByteBuffer answer = buffer(8 + count * model.outputs() * 4);
        answer.putInt(count).putInt(model.outputs());
        for (int i = 0; i < count; i++) {
            logits(model, rows, i, count, answer);
        }
        write(8, number, answer.array());
    }

    private static void logits(Model model, float[] rows, int row, int count, ByteBuffer answer) {
        double[] sums = new double[model.outputs()];
        double total = 0;
        for (int o = 0; o < sums.length; o++) {
            sums[o] = model.numbers()[model.features() * sums.length + o];
            for (int f = 0; f < model.features(); f++) {
                sums[o] += (double) rows[row * model.features() + f] * model.numbers()[f * sums.length + o];
            }
            total += Math.exp(sums[o]);
        }
        for (int o = 0; o < sums.length; o++) {
            answer.putFloat((float) switch (mode) {
                case "dropout" -> sums[o] * (RANDOM.nextBoolean() ? 2 : 0);
                case "batch-norm" -> sums[o] - rows[(count - 1) * model.features()];
                case "nan" -> row == 1 ? Double.NaN : sums[o];
                case "softmax" -> Math.exp(sums[o]) / total;
                default -> sums[o];
            });
        }
    }

    private static float[] expand(ByteBuffer request, int count, int features, int players) {
        float[] sample = floats(request, features);
        float[] baseline = floats(request, features);
        int[] owner = new int[features];
        for (int f = 0; f < features; f++) {
            owner[f] = request.getInt();
        }
        int words = (players + 31) / 32;
        float[] rows = new float[count * features];
        for (int i = 0; i < count; i++) {
            for (int f = 0; f < features; f++) {
                int player = owner[f];
                boolean present = player < 0
                        || (request.getInt(request.position() + 4 * (i * words + player / 32)) >> player % 32 & 1) == 1;
                rows[i * features + f] = present ? sample[f] : baseline[f];
            }
        }
        return rows;
    }

    private static float[] floats(ByteBuffer request, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = request.getFloat();
        }
        return values;
    }

    private static String field(String json, String name, String value) throws IOException {
        Matcher matcher = Pattern.compile("\"" + name + "\":\\s*" + value).matcher(json);
        if (!matcher.find()) {
            throw new IOException(json);
        }
        return matcher.group(1);
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void write(int type, int number, byte[] payload) throws IOException {
        ByteBuffer header = buffer(16).put(MAGIC).putShort((short) 1).putShort((short) type);
        out.write(header.putInt(number).putInt(payload.length).array());
        out.write(payload);
        out.flush();
    }
}
