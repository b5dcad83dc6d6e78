package org.xingvo.storage.copy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.volume.DurableFile;

/**
 * What a directory holds of a collection: for each volume its length and the SHA-256 of its pieces, in a text file that
 * ends with a SHA-256 of itself. Bytes that it does not tell of do not count. Immutable.
 *
 * @param collection whose copy it is
 * @param pieceBytes length of every piece of a volume but its last
 * @param complete the last run came to its end
 * @param volumes by number, of one number the earlier generation first
 */
record Manifest(CollectionId collection, int pieceBytes, boolean complete, List<Volume> volumes) {
    static final String NAME = "copy.manifest";
    private static final String FIRST_LINE = "xingvo-copy 1";
    private static final String LAST_LINE = "sha256 ";

    /**
     * One volume of the copy.
     *
     * @param pieces SHA-256 of each, in hex
     */
    record Volume(VolumeState state, List<String> pieces) {
        Volume {
            pieces = List.copyOf(pieces);
        }
    }

    Manifest {
        volumes = List.copyOf(volumes);
    }

    void write(Path directory) throws IOException {
        StringBuilder text = new StringBuilder(FIRST_LINE)
                .append("\ncollection ")
                .append(collection.hex())
                .append("\npiece-bytes ")
                .append(pieceBytes)
                .append("\ncomplete ")
                .append(complete)
                .append('\n');
        for (Volume volume : volumes) {
            VolumeState state = volume.state();
            text.append("volume ")
                    .append(state.number())
                    .append(' ')
                    .append(state.generation())
                    .append(' ')
                    .append(state.bytes())
                    .append('\n');
            volume.pieces().forEach(piece -> text.append("piece ").append(piece).append('\n'));
        }
        String digest = digest(text.toString());
        text.append(LAST_LINE).append(digest).append('\n');
        DurableFile.replace(directory, NAME, text.toString());
    }

    /** Null: there is none. */
    static @Nullable Manifest read(Path directory) throws IOException {
        String text;
        try {
            text = Files.readString(directory.resolve(NAME), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return null;
        }
        Path file = directory.resolve(NAME);
        int last = text.lastIndexOf(LAST_LINE);
        if (last < 0 || !text.startsWith("xingvo-copy ")) {
            throw new CopyException("%s: expected \"%s\" and a SHA-256 in the last line".formatted(file, FIRST_LINE));
        }
        if (!text.startsWith(FIRST_LINE + "\n")) {
            throw new CopyException("%s: expected \"%s\", found \"%s\", of a later program"
                    .formatted(file, FIRST_LINE, text.lines().findFirst().orElse("")));
        }
        String expected = text.substring(last + LAST_LINE.length()).strip();
        String found = digest(text.substring(0, last));
        if (!expected.equals(found)) {
            throw new CopyException("%s: expected SHA-256 %s, found %s".formatted(file, expected, found));
        }
        try {
            return parse(text.substring(0, last));
        } catch (RuntimeException e) {
            throw new CopyException("%s: cannot be read: %s".formatted(file, e.getMessage()));
        }
    }

    private static Manifest parse(String text) {
        CollectionId collection = new CollectionId(0);
        int pieceBytes = 0;
        boolean complete = false;
        List<Volume> volumes = new ArrayList<>();
        VolumeState state = null;
        List<String> pieces = new ArrayList<>();
        for (String line : text.lines().skip(1).toList()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "collection" -> collection = new CollectionId(Integer.parseUnsignedInt(words[1], 16));
                case "piece-bytes" -> pieceBytes = Integer.parseInt(words[1]);
                case "complete" -> complete = Boolean.parseBoolean(words[1]);
                case "volume" -> {
                    if (state != null) {
                        volumes.add(new Volume(state, pieces));
                        pieces.clear();
                    }
                    state = new VolumeState(
                            Integer.parseInt(words[1]), Integer.parseInt(words[2]), Long.parseLong(words[3]));
                }
                case "piece" -> pieces.add(words[1]);
                default -> throw new IllegalArgumentException("line \"" + line + "\"");
            }
        }
        if (state != null) {
            volumes.add(new Volume(state, pieces));
        }
        return new Manifest(collection, pieceBytes, complete, volumes);
    }

    private static String digest(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
