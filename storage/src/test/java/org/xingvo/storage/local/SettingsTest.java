package org.xingvo.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xingvo.storage.local.Bodies.IMAGES;
import static org.xingvo.storage.local.Bodies.SPECTRA;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.Listing;
import org.xingvo.storage.ObjectKey;
import org.xingvo.storage.PutRequest;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.StoreConfig.Durability;
import org.xingvo.storage.StoredObject;

/** Collections by name, their quotas, conditional changes, and lists with a delimiter. */
final class SettingsTest {
    @TempDir
    Path directory;

    private LocalStore store;

    @BeforeEach
    void open() throws IOException {
        store = LocalStore.open(directory, Bodies.small());
        store.createCollection(SPECTRA, CollectionSettings.named("spectra"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void settingsAreThereAfterARestart() throws IOException {
        CollectionSettings settings = new CollectionSettings(
                "lamost-dr2", Durability.OS, false, 5_000_000, 100_000, Map.of("readers", "* and some words", "a", ""));
        store.changeSettings(SPECTRA, settings);
        store.close();
        store = LocalStore.open(directory, Bodies.small());
        assertThat(store.settings(SPECTRA)).isEqualTo(settings);
        assertThat(store.findCollection("lamost-dr2")).contains(SPECTRA);
        assertThat(store.findCollection("spectra")).isEmpty();
    }

    @Test
    void aNameOrAnIdOfAnotherIsRefused() throws IOException {
        assertThatThrownBy(() -> store.createCollection(IMAGES, CollectionSettings.named("spectra")))
                .isInstanceOf(StorageException.AlreadyExists.class)
                .hasMessage("collection name spectra: expected to be free, found collection 0001E241");
        assertThatThrownBy(() -> store.createCollection(SPECTRA, CollectionSettings.named("images")))
                .isInstanceOf(StorageException.AlreadyExists.class)
                .hasMessage("collection 0001E241: expected to be free or images, found spectra");
        store.createCollection(SPECTRA, CollectionSettings.named("spectra").withQuotaBytes(7));
        assertThat(store.settings(SPECTRA).quotaBytes()).isZero();
    }

    @Test
    void aCollectionWithoutAFileOfSettingsTakesTheFirstOnes() throws IOException {
        store.close();
        Files.delete(directory.resolve("0001E241/collection.settings"));
        store = LocalStore.open(directory, Bodies.small());
        assertThat(store.settings(SPECTRA).name()).isEqualTo("0001e241");
        store.createCollection(SPECTRA, CollectionSettings.named("lamost"));
        assertThat(store.settings(SPECTRA).name()).isEqualTo("lamost");
    }

    @Test
    void badNamesAreRefused() {
        for (String name : List.of("", "A", "a b", "../x", "-a", "ä", "a".repeat(101))) {
            assertThatThrownBy(() -> CollectionSettings.named(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("collection name: expected 1 to 100 of a-z 0-9 . _ -");
        }
    }

    @Test
    void aQuotaIsKeptAndAReplacementCountsOnce() throws IOException {
        store.changeSettings(SPECTRA, store.settings(SPECTRA).withQuotaBytes(10_000));
        Bodies.put(store, "a", Bodies.random(1, 6000));
        assertThatThrownBy(() -> Bodies.put(store, "b", Bodies.random(2, 4001)))
                .isInstanceOf(StorageException.QuotaExceeded.class)
                .hasMessage("quota of spectra: needs 4,001 bytes, 4,000 of 10,000 left");
        Bodies.put(store, "a", Bodies.random(3, 9000));
        store.delete(Bodies.key("a"));
        Bodies.put(store, "b", Bodies.random(4, 9_000));
        assertThatThrownBy(() -> store.undelete(Bodies.key("a"))).isInstanceOf(StorageException.QuotaExceeded.class);
        assertThat(store.stat(SPECTRA).bytes()).isEqualTo(9_000);
    }

    @Test
    void aChangeMeantForOtherBytesIsRefused() throws IOException {
        StoredObject first = Bodies.put(store, "a", Bodies.random(1, 10));
        PutRequest request = PutRequest.replaceIf(Bodies.key("a"), "text/plain", first.etag());
        StoredObject second = store.put(request, Bodies.stream(Bodies.random(2, 10)));
        assertThatThrownBy(() -> store.put(request, Bodies.stream(Bodies.random(3, 10))))
                .isInstanceOf(StorageException.Changed.class)
                .hasMessage("object a of collection spectra: expected ETag %s, found %s"
                        .formatted(first.etag(), second.etag()));
        assertThatThrownBy(() -> store.delete(Bodies.key("a"), first.etag()))
                .isInstanceOf(StorageException.Changed.class);
        assertThat(store.delete(Bodies.key("a"), second.etag())).isTrue();
        assertThatThrownBy(() -> store.put(request, Bodies.stream(Bodies.random(3, 10))))
                .isInstanceOf(StorageException.Changed.class)
                .hasMessageEndingWith("found none");
    }

    @Test
    void namesThatShareAStartAreToldOnce() throws IOException {
        for (String name :
                List.of("a", "b/1", "b/2", "b/c/3", "b!", "b0", "c//x", "d/\uDBFF\uDFFF", "d/\uDBFF\uDFFFz", "e")) {
            Bodies.put(store, name, Bodies.random(1, 1));
        }
        assertThat(told("", "/", 100)).containsExactly("a", "b!", "b/*", "b0", "c/*", "d/*", "e");
        assertThat(told("b/", "/", 100)).containsExactly("b/1", "b/2", "b/c/*");
        assertThat(told("c/", "/", 100)).containsExactly("c//*");
        assertThat(told("b", "", 100)).containsExactly("b!", "b/1", "b/2", "b/c/3", "b0");
        assertThat(told("x", "/", 100)).isEmpty();
        for (int limit = 1; limit < 8; limit++) {
            assertThat(told("", "/", limit)).containsExactly("a", "b!", "b/*", "b0", "c/*", "d/*", "e");
        }
    }

    /** All pages of a list, starts marked with a star. */
    private List<String> told(String prefix, String delimiter, int limit) throws IOException {
        List<String> told = new ArrayList<>();
        String after = null;
        do {
            Listing page = store.list(SPECTRA, prefix, delimiter, after, limit);
            List<String> names = new ArrayList<>();
            page.objects().forEach(object -> names.add(object.key().name()));
            page.prefixes().forEach(start -> names.add(start + "*"));
            assertThat(names.size()).isLessThanOrEqualTo(limit);
            names.sort(ObjectKey::compareNames);
            told.addAll(names);
            after = page.next();
        } while (after != null);
        return told;
    }
}
