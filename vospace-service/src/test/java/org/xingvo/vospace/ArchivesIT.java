package org.xingvo.vospace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xingvo.vospace.SpaceHarness.VOS;
import static org.xingvo.vospace.SpaceHarness.bytes;
import static org.xingvo.vospace.SpaceHarness.node;
import static org.xingvo.vospace.SpaceHarness.text;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xingvo.testing.Demand;
import org.xingvo.testing.PostgresExtension;
import org.xingvo.vospace.transfer.TransferLimits;

/** Containers as archives, both ways. */
class ArchivesIT {
    private static final String VIEWS = "ivo://ivoa.net/vospace/views#";
    private static final String CORE = "ivo://ivoa.net/vospace/core#";

    @RegisterExtension
    static final PostgresExtension postgres = PostgresExtension.cube();

    @TempDir
    static Path directory;

    static SpaceHarness space;
    static String ann;
    static String bob;

    @BeforeAll
    static void start() throws Exception {
        space = new SpaceHarness(
                postgres.dataSource(),
                directory,
                TransferLimits.STANDARD.withArchives(new TransferLimits.Archives(20, 30_000_000, 50, 5)));
        ann = space.user("ann");
        bob = space.user("bob");
        container("/home/ann/tree");
        container("/home/ann/tree/sub 图");
        space.put(ann, "/files/home/ann/tree/a.txt", bytes("alpha"));
        space.put(ann, "/files/home/ann/tree/sub%20%E5%9B%BE/b.txt", bytes("beta"));
        space.put(ann, "/files/home/ann/tree/empty", new byte[0]);
        space.put(ann, "/files/home/ann/tree/secret.txt", bytes("secret"));
        space.send(
                ann,
                "POST",
                "/vos/nodes/home/ann/tree/secret.txt",
                node("/home/ann/tree/secret.txt", "DataNode", "ispublic", "false"));
        link("/home/ann/tree/sub%20%E5%9B%BE/in", VOS + "/home/ann/tree/a.txt");
        link("/home/ann/tree/out", "http://example.org/");
    }

    @AfterAll
    static void stop() {
        space.close();
    }

    @Test
    @Demand("V24")
    void aContainerComesAsTarWithLinksInsideAndWithoutWhatIsHidden() throws Exception {
        HttpResponse<byte[]> own = space.get(ann, "/files/home/ann/tree?view=tar");
        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(own.headers().firstValue("Content-Type")).contains("application/x-tar");
        assertThat(own.headers().firstValue("Content-Disposition").orElseThrow())
                .contains("tree.tar");
        assertThat(untar(own.body()))
                .containsExactly(
                        Map.entry("tree/", "folder"),
                        Map.entry("tree/a.txt", "alpha"),
                        Map.entry("tree/empty", ""),
                        Map.entry("tree/secret.txt", "secret"),
                        Map.entry("tree/sub 图/", "folder"),
                        Map.entry("tree/sub 图/b.txt", "beta"),
                        Map.entry("tree/sub 图/in", "-> ../a.txt"));
        assertThat(untar(space.get(null, "/files/home/ann/tree?view=tar").body()))
                .doesNotContainKey("tree/secret.txt");
    }

    @Test
    @Demand("V24")
    void aTransferLeadsToTheArchive() throws Exception {
        String endpoint = endpoint(sync(transfer("pullFromVoSpace", VIEWS + "zip", "httpget", "", "/home/ann/tree")));
        assertThat(endpoint).contains("/files/signed:").endsWith("?view=zip");
        Map<String, String> files = unzip(space.get(null, endpoint).body());
        assertThat(files).containsEntry("tree/a.txt", "alpha").containsEntry("tree/sub 图/in", "../a.txt");
        assertThat(text(space.get(null, "/vos/views"))).contains(VIEWS + "tar\"", VIEWS + "tar.gz\"");
        assertThat(text(space.get(ann, "/vos/nodes/home/ann/tree"))).contains(VIEWS + "tar");
    }

    @Test
    void severalTargetsComeAsOnePackage() throws Exception {
        String document = transfer(
                "pullFromVoSpace",
                "vos://cadc.nrc.ca~vospace/CADC/std/Pkg-1.0",
                "httpget",
                "<vos:param uri=\"" + CORE + "format\">application/zip</vos:param>",
                "/home/ann/tree/a.txt",
                "/home/ann/tree/sub%20%E5%9B%BE");
        String details = sync(document);
        Map<String, String> files = unzip(space.get(null, endpoint(details)).body());
        assertThat(files).containsKeys("a.txt", "sub 图/b.txt", "sub 图/in").containsEntry("sub 图/in", "../a.txt");
    }

    @ParameterizedTest
    @Demand({"V24", "V62"})
    @ValueSource(strings = {"tar", "tar.gz", "zip"})
    void anArchiveSentToAContainerIsUnpacked(String form) throws Exception {
        String path = "/home/ann/in-" + form;
        container(path);
        String endpoint = endpoint(sync(transfer("pushToVoSpace", VIEWS + form, "httpput", "", path)));
        byte[] archive = archive(form, "one.txt", "1", "deep/er/two.txt", "2", "./three.txt", "3");
        HttpResponse<byte[]> sent = space.put(null, endpoint, archive);
        assertThat(sent.statusCode()).as(text(sent)).isEqualTo(201);
        assertThat(text(sent)).isEqualTo("3 files with 3 bytes, 2 new folders\n");
        assertThat(text(space.get(ann, "/files" + path + "/deep/er/two.txt"))).isEqualTo("2");
        assertThat(text(space.get(ann, "/files" + path + "/three.txt"))).isEqualTo("3");
        assertThat(space.queued("/files" + path + "/one.txt")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../up",
                "/etc/passwd",
                "a/../../b",
                "a\\b",
                "1/2/3/4/5/6",
                "LINK",
                "HARD",
                "MANY",
                "BOMB",
                "HALF",
                "NOISE"
            })
    void whatIsRefusedLeavesNothing(String trick) throws Exception {
        container("/home/ann/refuse");
        byte[] archive = switch (trick) {
            case "LINK" -> special("good.txt", "evil", TarConstants.LF_SYMLINK);
            case "HARD" -> special("good.txt", "evil", TarConstants.LF_LINK);
            case "MANY" -> many(21);
            case "BOMB" -> archive("tar.gz", "good.txt", "x", "bomb", "0".repeat(20_000_000));
            case "HALF" -> half(archive("tar", "good.txt", "x".repeat(5000), "b.txt", "y".repeat(5000)));
            case "NOISE" -> bytes("this is no archive at all, but a sentence".repeat(40));
            default -> archive("tar", "good.txt", "x", trick, "evil");
        };
        String form = trick.equals("BOMB") ? "tar.gz" : "tar";
        HttpResponse<byte[]> sent = space.put(ann, "/files/home/ann/refuse?view=" + form, archive);
        assertThat(sent.statusCode()).as(text(sent)).isIn(400, 413);
        assertThat(text(sent)).matches("(?s)(InvalidData|RequestEntityTooLarge) archive: .*");
        assertThat(text(space.get(ann, "/vos/nodes/home/ann/refuse"))).doesNotContain("refuse/");
        assertThat(space.rows("select name from archive.node where name in ('good.txt', 'evil', 'bomb')"))
                .isEmpty();
    }

    @Test
    void onlyWhoMayWriteMayUnpack() throws Exception {
        byte[] archive = archive("tar", "x.txt", "x");
        assertThat(space.put(bob, "/files/home/ann/tree?view=tar", archive).statusCode())
                .isEqualTo(403);
        assertThat(space.put(null, "/files/home/ann/tree?view=tar", archive).statusCode())
                .isEqualTo(401);
        assertThat(space.put(ann, "/files/home/ann/tree/a.txt?view=tar", archive)
                        .statusCode())
                .isEqualTo(400);
    }

    // Helpers ------------------------------------------------------------------------------------------------

    private static void container(String path) {
        String encoded = path.replace(" ", "%20").replace("图", "%E5%9B%BE");
        assertThat(space.put(ann, "/vos/nodes" + encoded, node(encoded, "ContainerNode"))
                        .statusCode())
                .isIn(201, 409);
    }

    private static void link(String path, String target) {
        byte[] link = bytes("<vos:node xmlns:vos=\"http://www.ivoa.net/xml/VOSpace/v2.0\" "
                + "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" uri=\"" + VOS + path
                + "\" xsi:type=\"vos:LinkNode\"><vos:target>" + target + "</vos:target></vos:node>");
        assertThat(space.put(ann, "/vos/nodes" + path, link).statusCode()).isEqualTo(201);
    }

    private static String transfer(String direction, String view, String protocol, String params, String... paths) {
        StringBuilder targets = new StringBuilder();
        for (String path : paths) {
            targets.append("<vos:target>").append(VOS).append(path).append("</vos:target>");
        }
        return "<vos:transfer xmlns:vos=\"http://www.ivoa.net/xml/VOSpace/v2.0\" version=\"2.1\">" + targets
                + "<vos:direction>" + direction + "</vos:direction><vos:view uri=\"" + view
                + "\"/><vos:protocol uri=\"" + CORE + protocol + "\"/>" + params + "</vos:transfer>";
    }

    private static String sync(String document) {
        HttpResponse<byte[]> answer = space.send(ann, "POST", "/vos/synctrans", bytes(document));
        String details = answer.headers().firstValue("Location").orElseThrow();
        String text = text(space.get(ann, details));
        assertThat(text)
                .as(text(space.get(ann, details.replace("/results/transferDetails", ""))))
                .contains("endpoint");
        return text;
    }

    private static String endpoint(String details) {
        Matcher matcher = Pattern.compile("<vos:endpoint>([^<]+)<").matcher(details);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static Map<String, String> untar(byte[] archive) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(archive), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                found.put(
                        entry.getName(),
                        entry.isSymbolicLink()
                                ? "-> " + entry.getLinkName()
                                : entry.isDirectory()
                                        ? "folder"
                                        : new String(tar.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return found;
    }

    private static Map<String, String> unzip(byte[] archive) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                found.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return found;
    }

    private static byte[] archive(String form, String... files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (form.equals("zip")) {
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                for (int i = 0; i < files.length; i += 2) {
                    zip.putNextEntry(new ZipEntry(files[i]));
                    zip.write(bytes(files[i + 1]));
                }
            }
            return out.toByteArray();
        }
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(form.equals("tar") ? out : new GZIPOutputStream(out))) {
            for (int i = 0; i < files.length; i += 2) {
                TarArchiveEntry entry = new TarArchiveEntry(files[i], true);
                byte[] body = bytes(files[i + 1]);
                entry.setSize(body.length);
                tar.putArchiveEntry(entry);
                tar.write(body);
                tar.closeArchiveEntry();
            }
        }
        return out.toByteArray();
    }

    private static byte[] special(String good, String evil, byte kind) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            TarArchiveEntry first = new TarArchiveEntry(good);
            tar.putArchiveEntry(first);
            tar.closeArchiveEntry();
            TarArchiveEntry entry = new TarArchiveEntry(evil, kind);
            entry.setLinkName("/etc/passwd");
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        }
        return out.toByteArray();
    }

    private static byte[] many(int count) throws IOException {
        String[] files = new String[2 * count];
        for (int i = 0; i < count; i++) {
            files[2 * i] = "f" + i;
            files[2 * i + 1] = "";
        }
        return archive("tar", files);
    }

    private static byte[] half(byte[] archive) {
        return java.util.Arrays.copyOf(archive, 4000);
    }
}
