package org.xingvo.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xingvo.storage.local.Bodies.SPECTRA;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.storage.ByteRange;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.volume.Append;
import org.xingvo.storage.volume.AppendPolicy;
import org.xingvo.storage.volume.BlockData;
import org.xingvo.storage.volume.BlockType;
import org.xingvo.storage.volume.Kind;
import org.xingvo.storage.volume.LocalDisk;
import org.xingvo.storage.volume.Place;
import org.xingvo.storage.volume.Reference;
import org.xingvo.storage.volume.Times;
import org.xingvo.storage.volume.Trailer;
import org.xingvo.storage.volume.VolumeMedium;

/** The volumes that are kept for ever, one for each version of the format, and a picture in docs/storage-format.md. */
final class GoldenVolumeTest {
    private static final Path ROOT = Path.of(System.getProperty("xingvo.root", ".."));
    private static final Path GOLDEN_1 = ROOT.resolve("storage/src/test/resources/golden/1/0001.vol");
    private static final Path GOLDEN = ROOT.resolve("storage/src/test/resources/golden/2/0001.vol");
    private static final AppendPolicy POLICY = new AppendPolicy(true, 1 << 20, false);
    private static final Path PAGE = ROOT.resolve("docs/storage-format.md");
    private static final Instant CREATED = Instant.parse("2026-11-22T00:00:00Z");
    private static final long NODE = 0x0123456789ABCDEFL;
    private static final byte[] BODY = "XingVO".getBytes(StandardCharsets.US_ASCII);
    /** "SIMPLE  =                    T" as zstd 1.5.7 wrote it, behind its length. */
    private static final byte[] ATTACHMENT =
            HexFormat.of().parseHex("0000001e28b52ffd201e8d00005853494d504c4520203d20540100094002");

    @TempDir
    Path directory;

    @Test
    void theVolumeOfVersion1IsRead() throws IOException {
        place("0001E241/0001.vol", Files.readAllBytes(GOLDEN_1));
        try (LocalStore store = LocalStore.open(directory, Bodies.small())) {
            assertThat(store.head(Bodies.key("a/hello.txt"))).isEmpty();
            assertThat(store.verify().problems()).isEmpty();
            assertThat(store.verify().blocks()).isEqualTo(2);
            StringBuilder dump = new StringBuilder();
            store.dump(SPECTRA, 1, dump);
            assertThat(dump.toString()).isEqualTo(DUMP_1);
        }
    }

    @Test
    void theVolumeOfVersion1WithoutItsLastBlockHoldsTheObject() throws IOException {
        byte[] whole = Files.readAllBytes(GOLDEN_1);
        place("0001E241/0001.vol", java.util.Arrays.copyOf(whole, whole.length - 152));
        try (LocalStore store = LocalStore.open(directory, Bodies.small())) {
            assertThat(Bodies.get(store, "a/hello.txt")).isEqualTo(BODY);
            assertThat(store.attachment(Bodies.key("a/hello.txt")).orElseThrow())
                    .asString(StandardCharsets.US_ASCII)
                    .isEqualTo("SIMPLE  =                    T");
            assertThat(store.head(Bodies.key("a/hello.txt")).orElseThrow().stored())
                    .isEqualTo(Instant.parse("2026-11-22T00:00:01.000002Z"));
        }
    }

    @Test
    void aVolumeOfVersion1IsNotAppendedTo() throws IOException {
        byte[] golden = Files.readAllBytes(GOLDEN_1);
        place("0001E241/0001.vol", golden);
        place("xing.version", "xingvo-store 1\nnode 0123456789abcdef\n".getBytes(StandardCharsets.US_ASCII));
        try (LocalStore store = LocalStore.open(directory, Bodies.small())) {
            Bodies.put(store, "a/hello.txt", BODY);
            assertThat(store.undelete(Bodies.key("b")).key()).isNull();
        } catch (StorageException.NoSuchObject e) {
            assertThat(e).hasMessage("object b of collection 0001e241: nothing of it was deleted");
        }
        assertThat(directory.resolve("0001E241/0001.vol")).hasBinaryContent(golden);
        assertThat(directory.resolve("0001E241/0002.vol")).exists();
        assertThat(directory.resolve("xing.version")).content().startsWith("xingvo-store 2\nnode 0123456789abcdef\n");
    }

    @Test
    void theVolumeOfVersion2IsRead() throws IOException {
        place("0001E241/0001.vol", Files.readAllBytes(GOLDEN));
        try (LocalStore store = LocalStore.open(directory, Bodies.small())) {
            assertThat(store.head(Bodies.key("a/hello.txt"))).isEmpty();
            assertThat(Bodies.get(store, "b")).isEqualTo(BODY);
            assertThat(store.verify().problems()).isEmpty();
            assertThat(store.verify().blocks()).isEqualTo(4);
            StringBuilder dump = new StringBuilder();
            store.dump(SPECTRA, 1, dump);
            assertThat(dump.toString()).isEqualTo(DUMP);
        }
    }

    /** A block of each codec, one with frames that is stored as it is, and an object of two extents. */
    @Test
    void framesAndExtentsOfVersion2AreRead() throws IOException {
        place("0001E241/0001.vol", Files.readAllBytes(GOLDEN.resolveSibling("frames.vol")));
        Map<String, Integer> sizes = Map.of(
                "GZIP", 20_000, "ZSTD", 20_000, "LZ4", 20_000, "SNAPPY", 20_000, "NONE", 262_145, "extents", 1_300_000);
        try (LocalStore store = LocalStore.open(directory, Bodies.small())) {
            assertThat(store.verify().problems()).isEmpty();
            assertThat(store.verify().blocks()).isEqualTo(7);
            for (Map.Entry<String, Integer> object : sizes.entrySet()) {
                byte[] body = new byte[object.getValue()];
                for (int i = 0; i < body.length; i++) {
                    body[i] = (byte) (i / 1000);
                }
                assertThat(Bodies.get(store, object.getKey()))
                        .describedAs(object.getKey())
                        .isEqualTo(body);
                try (ObjectReader reader =
                        store.open(Bodies.key(object.getKey())).orElseThrow()) {
                    assertThat(reader.stream(new ByteRange(body.length - 1500, 1500))
                                    .readAllBytes())
                            .describedAs(object.getKey())
                            .isEqualTo(java.util.Arrays.copyOfRange(body, body.length - 1500, body.length));
                }
            }
        }
    }

    @Test
    void theSameBlocksAreWrittenAsTheSameBytes() throws IOException {
        try (VolumeMedium medium = VolumeMedium.open(
                directory, new LocalDisk(directory), Bodies.small(), Clock.fixed(CREATED, ZoneOffset.UTC), NODE)) {
            medium.createCollection(SPECTRA);
            List<Place> object = medium.append(SPECTRA, 0, List.of(object()), POLICY);
            Reference reference = new Reference(BlockType.TEXT.code(), Times.micros(CREATED) + 1_000_002, object);
            medium.append(SPECTRA, 0, List.of(record(Kind.DELETE, 2, "a/hello.txt", reference, null)), POLICY);
            medium.append(SPECTRA, 0, List.of(record(Kind.UNDELETE, 3, "a/hello.txt", reference, null)), POLICY);
            medium.append(SPECTRA, 0, List.of(record(Kind.RENAME, 4, "b", reference, "a/hello.txt")), POLICY);
        }
        assertThat(directory.resolve("0001E241/0001.vol")).hasSameBinaryContentAs(GOLDEN);
    }

    @Test
    void thePageShowsTheKeptVolume() throws IOException {
        assertThat(Files.readString(PAGE)).contains("```\n" + hex(Files.readAllBytes(GOLDEN)) + "```");
    }

    @Test
    void aNewerVolumeIsRefusedByName() throws IOException {
        byte[] newer = Files.readAllBytes(GOLDEN);
        newer[9] = 3;
        CRC32C crc = new CRC32C();
        crc.update(newer, 0, 48);
        ByteBuffer.wrap(newer).putInt(60, (int) crc.getValue());
        place("0001E241/0001.vol", newer);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> LocalStore.open(directory, Bodies.small()))
                .isInstanceOf(StorageException.Unusable.class)
                .hasMessage("volume 0001E241/0001.vol: format version 3 is newer than this program reads (up to 2)");
    }

    private void place(String name, byte[] bytes) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.write(file, bytes);
    }

    private static Append object() {
        CRC32C crc = new CRC32C();
        crc.update(BODY);
        Trailer trailer = trailer(Kind.OBJECT, 1, "a/hello.txt", BODY.length, "text/plain", ATTACHMENT, null, null);
        return new Append(
                BlockType.TEXT.code(), (int) crc.getValue(), new BlockData.Bytes(BODY, 0, BODY.length), trailer);
    }

    private static Append record(
            Kind kind, long sequence, String name, @Nullable Reference reference, @Nullable String oldName) {
        Trailer trailer = trailer(
                kind,
                sequence,
                name,
                reference == null ? 0 : BODY.length,
                reference == null ? "" : "text/plain",
                null,
                reference,
                oldName == null ? null : oldName.getBytes(StandardCharsets.UTF_8));
        return new Append(0, 0, new BlockData.Bytes(new byte[0], 0, 0), trailer);
    }

    private static Trailer trailer(
            Kind kind,
            long sequence,
            String name,
            long size,
            String type,
            byte @Nullable [] attachment,
            @Nullable Reference reference,
            byte @Nullable [] oldName) {
        return new Trailer(
                kind.code(),
                0,
                1,
                sequence,
                Times.micros(CREATED) + sequence * 1_000_002,
                size,
                0,
                size == 0 ? new byte[32] : Bodies.digest("SHA-256", BODY),
                size == 0 ? new byte[16] : Bodies.digest("MD5", BODY),
                name.getBytes(StandardCharsets.UTF_8),
                type,
                attachment,
                reference,
                oldName);
    }

    /** 16 bytes a line: offset, hex, text. */
    static String hex(byte[] bytes) {
        StringBuilder out = new StringBuilder();
        for (int line = 0; line < bytes.length; line += 16) {
            StringBuilder hex = new StringBuilder();
            StringBuilder text = new StringBuilder();
            for (int i = line; i < Math.min(bytes.length, line + 16); i++) {
                hex.append("%02x ".formatted(bytes[i]));
                text.append(bytes[i] >= 0x20 && bytes[i] < 0x7F ? (char) bytes[i] : '.');
            }
            out.append("%04x  %-48s %s%n".formatted(line, hex, text));
        }
        return out.toString();
    }

    private static final String DUMP_1 = """
            volume 0001E241/0001.vol, format 1, generation 1, node 0123456789abcdef, created 2026-11-22T00:00:00Z, open
            offset 64: block 0, flag 0, OBJECT "a/hello.txt", extent 1 of 1, sequence 1, 2026-11-22T00:00:01.000002Z
              TEXT, compression NONE, 6 bytes stored of 6, CRC32C 828dd6f7 good, trailer 175 bytes, durable before 64
              object of 6 bytes, text/plain, SHA-256 c0d2fac56ee754af18025b124ebb0b1f4e40ca81d0d88fe73ffac2b4d5e7153e, MD5 9565e298b68b1c19206c6b9e2443708f, attachment of 30 bytes
            offset 272: block 1, flag 0, DELETE "a/hello.txt", extent 1 of 1, sequence 2, 2026-11-22T00:00:02.000004Z
              UNKNOWN, compression NONE, 0 bytes stored of 0, CRC32C 00000000 good, trailer 127 bytes, durable before 272
              object of 0 bytes, no media type, SHA-256 0000000000000000000000000000000000000000000000000000000000000000, MD5 00000000000000000000000000000000, no attachment
            offset 424: end of the last whole block, 0 bytes behind it
            """;

    private static final String DUMP = """
            volume 0001E241/0001.vol, format 2, generation 1, node 0123456789abcdef, created 2026-11-22T00:00:00Z, open
            offset 64: block 0, flag 0, OBJECT "a/hello.txt", extent 1 of 1, sequence 1, 2026-11-22T00:00:01.000002Z
              TEXT, compression NONE, 6 bytes stored of 6, CRC32C 828dd6f7 good, trailer 175 bytes, durable before 64
              object of 6 bytes, text/plain, SHA-256 c0d2fac56ee754af18025b124ebb0b1f4e40ca81d0d88fe73ffac2b4d5e7153e, MD5 9565e298b68b1c19206c6b9e2443708f, attachment of 30 bytes
            offset 272: block 1, flag 0, DELETE "a/hello.txt", extent 1 of 1, sequence 2, 2026-11-22T00:00:02.000004Z
              UNKNOWN, compression NONE, 0 bytes stored of 0, CRC32C 00000000 good, trailer 192 bytes, durable before 272
              object of 6 bytes, text/plain, SHA-256 c0d2fac56ee754af18025b124ebb0b1f4e40ca81d0d88fe73ffac2b4d5e7153e, MD5 9565e298b68b1c19206c6b9e2443708f, no attachment
              leads to volume 0001E241/0001.vol, generation 1, offset 64
            offset 488: block 2, flag 0, UNDELETE "a/hello.txt", extent 1 of 1, sequence 3, 2026-11-22T00:00:03.000006Z
              UNKNOWN, compression NONE, 0 bytes stored of 0, CRC32C 00000000 good, trailer 192 bytes, durable before 488
              object of 6 bytes, text/plain, SHA-256 c0d2fac56ee754af18025b124ebb0b1f4e40ca81d0d88fe73ffac2b4d5e7153e, MD5 9565e298b68b1c19206c6b9e2443708f, no attachment
              leads to volume 0001E241/0001.vol, generation 1, offset 64
            offset 704: block 3, flag 0, RENAME "b", extent 1 of 1, sequence 4, 2026-11-22T00:00:04.000008Z
              UNKNOWN, compression NONE, 0 bytes stored of 0, CRC32C 00000000 good, trailer 201 bytes, durable before 704
              object of 6 bytes, text/plain, SHA-256 c0d2fac56ee754af18025b124ebb0b1f4e40ca81d0d88fe73ffac2b4d5e7153e, MD5 9565e298b68b1c19206c6b9e2443708f, no attachment
              leads to volume 0001E241/0001.vol, generation 1, offset 64, renamed from "a/hello.txt"
            offset 936: end of the last whole block, 0 bytes behind it
            """;
}
