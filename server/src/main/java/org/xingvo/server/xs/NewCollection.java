package org.xingvo.server.xs;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xingvo.server.copy.StoreRepair;
import org.xingvo.storage.CollectionId;
import org.xingvo.storage.CollectionSettings;
import org.xingvo.storage.StorageException;
import org.xingvo.storage.Store;
import org.xingvo.storage.StoreConfig;

/** Makes collections of files alone, and changes them, from parameters by name. Thread-safe. */
final class NewCollection {
    /** Catalogued collections count their telescopes from 1 up. */
    private static final int TELESCOPE = 32767;

    private static final int MAX_SERIAL = 4095;
    private static final Pattern PEOPLE = Pattern.compile(
            "\\*|((group:)?[A-Za-z0-9][A-Za-z0-9._@-]{0,62}( *, *(group:)?[A-Za-z0-9][A-Za-z0-9._@-]{0,62})*)?");

    private final Store store;

    NewCollection(Store store) {
        this.store = store;
    }

    synchronized CollectionId create(Function<String, @Nullable String> parameter) throws IOException {
        String name = parameter.apply("name");
        if (name == null) {
            throw new XsFault(400, "name: expected the name of a collection, found none");
        }
        if (store.findCollection(name).isPresent()) {
            throw new StorageException.AlreadyExists("collection " + name + ": exists");
        }
        CollectionSettings settings =
                settings(CollectionSettings.named(name).withProperties(Map.of(Gate.READERS, "*")), parameter);
        int telescope = (int) number(parameter, "telescope", TELESCOPE);
        int country = (int) number(parameter, "country", 0);
        int type = (int) number(parameter, "type", 0);
        int serial = (int) number(parameter, "serial", -1);
        CollectionId id =
                CollectionId.of(country, telescope, serial < 0 ? freeSerial(country, telescope, type) : serial, type);
        if (store.collections().contains(id)) {
            throw new StorageException.AlreadyExists("collection id " + id.hex() + ": expected to be free, found "
                    + store.settings(id).name());
        }
        store.createCollection(id, settings);
        return id;
    }

    private int freeSerial(int country, int telescope, int type) {
        for (int serial = 1; serial <= MAX_SERIAL; serial++) {
            if (!store.collections().contains(CollectionId.of(country, telescope, serial, type))) {
                return serial;
            }
        }
        throw new XsFault(409, "serial: all 4,095 of telescope " + telescope + " are in use");
    }

    synchronized void change(CollectionId id, Function<String, @Nullable String> parameter) throws IOException {
        store.changeSettings(id, settings(store.settings(id), parameter));
    }

    private static CollectionSettings settings(
            CollectionSettings before, Function<String, @Nullable String> parameter) {
        CollectionSettings settings = before;
        String durability = parameter.apply("durability");
        if (durability != null) {
            settings = settings.with(
                    switch (durability.toLowerCase(Locale.ROOT)) {
                        case "fsync" -> StoreConfig.Durability.FSYNC;
                        case "os" -> StoreConfig.Durability.OS;
                        default ->
                            throw new XsFault(400, "durability: expected fsync or os, found '" + durability + "'");
                    });
        }
        String compress = parameter.apply("compress");
        if (compress != null) {
            settings = settings.withCompress(Boolean.parseBoolean(compress));
        }
        settings = settings.withQuotaBytes(number(parameter, "quota", settings.quotaBytes()));
        settings = settings.withMaxVolumeBytes(number(parameter, "max-volume", settings.maxVolumeBytes()));
        Map<String, String> properties = new TreeMap<>(settings.properties());
        for (String people : new String[] {Gate.READERS, Gate.WRITERS}) {
            String list = parameter.apply(people);
            if (list != null) {
                if (!PEOPLE.matcher(list.strip()).matches() || (people.equals(Gate.WRITERS) && list.equals("*"))) {
                    throw new XsFault(
                            400,
                            people + ": expected users and group:NAME, separated by commas"
                                    + (people.equals(Gate.READERS) ? ", or *" : "") + ", found '" + list + "'");
                }
                properties.put(people, list.strip());
            }
        }
        setRepair(properties, parameter);
        return settings.withProperties(properties);
    }

    private static void setRepair(Map<String, String> properties, Function<String, @Nullable String> parameter) {
        String copy = parameter.apply(StoreRepair.REPAIR_FROM);
        String file = parameter.apply(StoreRepair.TOKEN_FILE);
        if (copy != null) {
            properties.remove(StoreRepair.TOKEN_FILE);
            if (copy.isBlank()) {
                properties.remove(StoreRepair.REPAIR_FROM);
            } else if (!copy.startsWith("/") && !isUrl(copy)) {
                throw new XsFault(
                        400,
                        StoreRepair.REPAIR_FROM
                                + ": expected the whole path of a backup directory or the URL of a server, found '"
                                + copy + "'");
            } else {
                properties.put(StoreRepair.REPAIR_FROM, copy);
            }
        }
        if (file != null) {
            if (!file.startsWith("/") || !Files.isReadable(Path.of(file))) {
                throw new XsFault(
                        400,
                        StoreRepair.TOKEN_FILE
                                + ": expected the whole path of a file that the server can read, found '" + file
                                + "'");
            }
            properties.put(StoreRepair.TOKEN_FILE, file);
        }
        boolean server = StoreRepair.isServer(properties.getOrDefault(StoreRepair.REPAIR_FROM, ""));
        if (server != properties.containsKey(StoreRepair.TOKEN_FILE)) {
            throw new XsFault(
                    400,
                    server
                            ? StoreRepair.TOKEN_FILE + ": expected a file with the token of an operator of "
                                    + properties.get(StoreRepair.REPAIR_FROM) + ", found none"
                            : StoreRepair.REPAIR_FROM + ": expected the URL of a server beside a token, found none");
        }
    }

    private static boolean isUrl(String text) {
        try {
            URI uri = new URI(text);
            return StoreRepair.isServer(text) && uri.getHost() != null && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static long number(Function<String, @Nullable String> parameter, String name, long otherwise) {
        String text = parameter.apply(name);
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw new XsFault(400, name + ": expected a whole number, found '" + text + "'");
        }
        return Long.parseLong(text);
    }
}
