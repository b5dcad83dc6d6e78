package org.xingvo.storage.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xingvo.storage.ByteRange;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.ObjectReader;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.StoreConfig;
import org.xingvo.storage.StoredObject;
import org.xingvo.storage.care.CareProgress;
import org.xingvo.storage.local.LocalStore;
import org.xingvo.storage.local.Repairs;

class StoreCopyIT {
    static final CollectionId SURVEY = CollectionId.of(0, 1, 0xE24, 1);
    static final StoreConfig SMALL =
            new StoreConfig(64 << 10, 10 << 20, 40_000, 2, 4096, 1 << 20, 1 << 20, StoreConfig.Durability.OS, 0);

    @TempDir
    Path folder;

    static List<Long> seeds() {
        return List.of(1L, new Random().nextLong());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aMirrorFollowsWhateverIsDoneToItsSource(long seed) throws Exception {
        Random random = new Random(seed);
        try (LocalStore source = open("source")) {
            source.createCollection(SURVEY, CollectionSettings.named("survey"));
            LocalStore mirror = open("mirror");
            try {
                for (int round = 0; round < 12; round++) {
                    change(source, random);
                    if (random.nextInt(3) == 0) {
                        source.compact(SURVEY, 0.01, CareProgress.NONE);
                    }
                    copy(source, new LocalTarget(mirror, true));
                    assertThat(contents(mirror)).isEqualTo(contents(source));
                    copy(source, DirectoryTarget.in(folder.resolve("backup"), false));
                    if (random.nextInt(3) == 0) {
                        mirror.close();
                        mirror = open("mirror");
                        assertThat(contents(mirror)).isEqualTo(contents(source));
                    }
                }
                assertThat(mirror.verify().problems()).isEmpty();
            } finally {
                mirror.close();
            }
            try (LocalStore restored = open("restored");
                    DirectorySource backup = DirectorySource.of(folder.resolve("backup"), "survey");
                    LocalTarget target = new LocalTarget(restored, false)) {
                CollectionCopy.run(backup, target, null, CopyProgress.silent());
                assertThat(contents(restored)).isEqualTo(contents(source));
                change(restored, random);
                assertThat(restored.verify().problems()).isEmpty();
            }
        }
    }

    @Test
    void whatWasAcknowledgedBeforeTheStartIsInTheCopy() throws Exception {
        Map<String, String> acknowledged = new ConcurrentHashMap<>();
        AtomicBoolean stop = new AtomicBoolean();
        try (LocalStore source = open("source");
                ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            source.createCollection(SURVEY, CollectionSettings.named("survey"));
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                int start = writer << 20;
                running.add(writers.submit(() -> {
                    for (int i = 0; !stop.get() && i < 3000; i++) {
                        StoredObject object = put(source, "f" + (start + i), start + i, 500 + i % 3000);
                        acknowledged.put(object.key().name(), HexFormat.of().formatHex(object.sha256()));
                    }
                    return null;
                }));
            }
            while (acknowledged.size() < 500) {
                Thread.onSpinWait();
            }
            for (int run = 0; run < 3; run++) {
                Map<String, String> before = Map.copyOf(acknowledged);
                copy(source, DirectoryTarget.in(folder.resolve("backup"), false));
                try (LocalStore copy = open("copy" + run);
                        DirectorySource backup = DirectorySource.of(folder.resolve("backup"), "survey");
                        LocalTarget target = new LocalTarget(copy, false)) {
                    assertThat(backup.verify(CopyProgress.silent())).isEmpty();
                    CollectionCopy.run(backup, target, null, CopyProgress.silent());
                    assertThat(contents(copy)).containsAllEntriesOf(before);
                    assertThat(copy.verify().problems()).isEmpty();
                }
            }
            stop.set(true);
            for (Future<?> writer : running) {
                writer.get();
            }
        }
    }

    @Test
    void aBrokenTransferGoesOnAndReadersSeeTheStateBefore() throws Exception {
        try (LocalStore source = open("source");
                LocalStore mirror = open("mirror")) {
            source.createCollection(SURVEY, CollectionSettings.named("survey"));
            change(source, new Random(5));
            copy(source, new LocalTarget(mirror, true));
            Map<String, String> before = contents(mirror);
            for (int i = 0; i < 40; i++) {
                put(source, "new" + i, i, 60_000);
            }
            List<Long> moved = new ArrayList<>();
            for (int attempt = 0; attempt < 2; attempt++) {
                try (Breaking breaking = new Breaking(LocalSource.open(source, SURVEY), 10);
                        LocalTarget target = new LocalTarget(mirror, true)) {
                    assertThatThrownBy(() -> CollectionCopy.run(breaking, target, null, CopyProgress.silent()))
                            .hasMessage("the line broke");
                    assertThat(contents(mirror)).isEqualTo(before);
                    moved.add(breaking.given);
                }
            }
            long rest = copy(source, new LocalTarget(mirror, true)).bytes();
            assertThat(rest).isPositive().isLessThan(40 * 60_000 - moved.getFirst() / 2);
            assertThat(contents(mirror)).isEqualTo(contents(source));
        }
    }

    @Test
    void aCopyIsWrittenByNobodyElseUntilItIsReleased() throws Exception {
        try (LocalStore source = open("source");
                LocalStore mirror = open("mirror")) {
            source.createCollection(SURVEY, CollectionSettings.named("survey"));
            put(source, "a", 1, 10_000);
            copy(source, new LocalTarget(mirror, true));
            assertThatThrownBy(() -> put(mirror, "b", 2, 10))
                    .isInstanceOf(StorageException.ReadOnly.class)
                    .hasMessageContaining("collection survey: a copy");
            assertThatThrownBy(() -> mirror.compact(SURVEY, 0, CareProgress.NONE))
                    .isInstanceOf(StorageException.ReadOnly.class);
            mirror.imports().release(SURVEY);
            put(mirror, "b", 2, 10_000);
            put(source, "c", 3, 10_000);
            assertThatThrownBy(() -> copy(source, new LocalTarget(mirror, true)))
                    .isInstanceOf(CopyException.class)
                    .hasMessage("collection %s: expected to be free or a copy of survey, found survey with 2 objects"
                            .formatted(SURVEY.hex()));
            assertThat(contents(mirror)).containsOnlyKeys("a", "b");
        }
    }

    @Test
    void aDamagedObjectIsRepairedFromABackup() throws Exception {
        try (LocalStore source = open("source")) {
            source.createCollection(SURVEY, CollectionSettings.named("survey"));
            for (int i = 0; i < 20; i++) {
                put(source, "f" + i, i, 50_000);
            }
            copy(source, DirectoryTarget.in(folder.resolve("backup"), false));
            put(source, "later", 99, 50_000);
            Map<String, String> before = contents(source);
            Path volume = folder.resolve("source").resolve(SURVEY.hex()).resolve("0001.vol");
            try (FileChannel channel = FileChannel.open(volume, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                ByteBuffer one = ByteBuffer.allocate(1);
                channel.read(one, 1000);
                channel.write(ByteBuffer.wrap(new byte[] {(byte) (one.get(0) ^ 8)}), 1000);
            }
            assertThat(source.verify().problems()).isNotEmpty();
            assertThat(source.damages(SURVEY, null, 10)).hasSize(1);
            try (DirectorySource backup = DirectorySource.of(folder.resolve("backup"), "survey")) {
                Repairs.Report report = source.repair(
                        SURVEY,
                        (number, generation, target, position) ->
                                backup.read(new VolumeState(number, generation, 0), target, position));
                assertThat(report).isEqualTo(new Repairs.Report(1, List.of()));
            }
            assertThat(source.damages(SURVEY, null, 10)).isEmpty();
            assertThat(contents(source)).isEqualTo(before);
            assertThat(source.verify().problems()).isEmpty();
        }
    }

    @Test
    void aNameOrAnIdThatIsTakenIsRefused() throws Exception {
        try (LocalStore source = open("source");
                LocalStore other = open("other")) {
            source.createCollection(SURVEY, CollectionSettings.named("survey"));
            put(source, "a", 1, 100);
            other.createCollection(CollectionId.of(0, 2, 1, 1), CollectionSettings.named("survey"));
            assertThatThrownBy(() -> copy(source, new LocalTarget(other, true)))
                    .isInstanceOf(CopyException.class)
                    .hasMessageContaining("collection name survey: expected to be free");
        }
    }

    private LocalStore open(String name) throws IOException {
        return LocalStore.open(folder.resolve(name), SMALL);
    }

    private static CollectionCopy.Outcome copy(LocalStore source, VolumeTarget target) throws IOException {
        try (target;
                LocalSource from = LocalSource.open(source, SURVEY)) {
            return CollectionCopy.run(from, target, null, CopyProgress.silent());
        }
    }

    private static StoredObject put(LocalStore store, String name, long seed, int size) throws IOException {
        byte[] body = new byte[size];
        new Random(seed).nextBytes(body);
        return store.put(
                PutRequest.replace(new ObjectKey(SURVEY, name), "application/fits"), new ByteArrayInputStream(body));
    }

    static void change(LocalStore store, Random random) throws IOException {
        for (int i = 0; i < 60; i++) {
            String name = "n" + random.nextInt(60);
            ObjectKey key = new ObjectKey(SURVEY, name);
            boolean there = store.head(key).isPresent();
            switch (random.nextInt(6)) {
                case 0 -> store.delete(key);
                case 1 -> {
                    String other = "n" + random.nextInt(60);
                    if (there && store.head(new ObjectKey(SURVEY, other)).isEmpty()) {
                        store.rename(key, other);
                    }
                }
                case 2 -> {
                    if (store.delete(key)) {
                        store.undelete(key);
                    }
                }
                case 3 -> put(store, name, random.nextLong(), 40_000 + random.nextInt(90_000));
                default -> put(store, name, random.nextLong(), random.nextInt(9000));
            }
        }
    }

    /** Every name with the digest of what is read under it. */
    static Map<String, String> contents(LocalStore store) throws Exception {
        Map<String, String> contents = new TreeMap<>();
        String after = null;
        while (true) {
            List<StoredObject> page = store.list(SURVEY, "", after, 1000);
            for (StoredObject object : page) {
                try (ObjectReader reader = store.open(object.key()).orElseThrow()) {
                    byte[] bytes =
                            reader.stream(new ByteRange(0, object.sizeBytes())).readAllBytes();
                    byte[] digest =
                            java.security.MessageDigest.getInstance("SHA-256").digest(bytes);
                    assertThat(digest).as(object.key().name()).isEqualTo(object.sha256());
                    contents.put(object.key().name(), HexFormat.of().formatHex(digest));
                }
            }
            if (page.size() < 1000) {
                return contents;
            }
            after = page.getLast().key().name();
        }
    }

    /** A source whose line breaks after some reads. */
    private static final class Breaking implements VolumeSource {
        private final VolumeSource within;
        private int reads;
        private long given;

        Breaking(VolumeSource within, int reads) {
            this.within = within;
            this.reads = reads;
        }

        @Override
        public String where() {
            return within.where();
        }

        @Override
        public CollectionId collection() {
            return within.collection();
        }

        @Override
        public CollectionSettings settings() throws IOException {
            return within.settings();
        }

        @Override
        public List<VolumeState> volumes() throws IOException {
            return within.volumes();
        }

        @Override
        public void read(VolumeState volume, ByteBuffer target, long position) throws IOException {
            if (target.remaining() > 64 && reads-- == 0) {
                throw new IOException("the line broke");
            }
            given += target.remaining();
            within.read(volume, target, position);
        }

        @Override
        public void close() throws IOException {
            within.close();
        }
    }
}
