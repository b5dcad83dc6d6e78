package org.xingvo.ingest.collection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.obscore.Observation;

/**
 * Groups files by header layout and drafts a description for each group. The same files give the same drafts in
 * whatever order they come. One thread at a time. Rule: docs/decisions/0030-collections-from-header-layouts.md.
 */
public final class LayoutGrouping {
    /** Columns that every collection has; keywords of these names are numbered. */
    public static final Set<String> FIXED_COLUMNS = Set.of(
            "obs_publisher_did", "obs_id", "ra", "dec", "access_url", "access_class", "dataset_id", "access_path");

    private final GroupingRules rules;
    private final List<CollectionDescription> existing;
    private final CollectionChooser known;
    private final Map<Origin, LayoutGroup> distinct = new HashMap<>();

    private record Origin(Layout layout, String folder) {}

    /**
     * Groups what no collection takes.
     *
     * @param existing collections; files that they take are left out
     */
    public LayoutGrouping(GroupingRules rules, List<CollectionDescription> existing) {
        this.rules = rules;
        this.existing = List.copyOf(existing);
        this.known = new CollectionChooser(existing, rules);
    }

    /**
     * Takes one file into account.
     *
     * @param path '/' separated; the first part is the folder that was given
     */
    public void add(String path, List<HduHeader> hdus, Observation observation) {
        Layout layout = Layout.of(hdus);
        if (known.special(layout, path).isPresent()) {
            return;
        }
        String folder = folder(path);
        distinct.computeIfAbsent(new Origin(layout, folder), o -> new LayoutGroup(layout, folder))
                .add(path, HeaderValues.of(hdus), observation);
    }

    public static String folder(String path) {
        int slash = path.indexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /**
     * One description for each group that none of the existing collections takes.
     *
     * @param taken names that are not free
     */
    public List<Draft> draft(Set<String> taken) {
        Map<String, LayoutGroup> leftovers = new TreeMap<>();
        Set<String> names = new HashSet<>(taken);
        existing.forEach(c -> names.add(c.name()));
        List<Draft> drafts = new ArrayList<>();
        for (LayoutGroup group : merged()) {
            if (group.layout.isTelling() && group.files() >= rules.minFiles()) {
                drafts.add(draft(group, names));
            } else if (known.leftover(group.layout.kind(), group.firstPath()).isEmpty()) {
                leftovers
                        .computeIfAbsent(
                                group.folder + "/" + group.layout.kind(),
                                k -> new LayoutGroup(group.layout, group.folder))
                        .addAll(group);
            }
        }
        for (LayoutGroup group : leftovers.values()) {
            drafts.add(leftover(group, names));
        }
        return drafts;
    }

    /** Layouts in the order of their weight, each joined to the most similar one before it. */
    private List<LayoutGroup> merged() {
        List<LayoutGroup> groups = new ArrayList<>();
        List<LayoutGroup> loose = new ArrayList<>();
        distinct.values().stream()
                .sorted(Comparator.comparingInt(LayoutGroup::files).reversed().thenComparing(LayoutGroup::firstPath))
                .forEach(group -> {
                    LayoutGroup nearest = group.layout.isTelling() ? nearest(groups, group.layout) : null;
                    if (nearest != null) {
                        nearest.addAll(group);
                        return;
                    }
                    LayoutGroup opened = new LayoutGroup(group.layout, group.folder);
                    opened.addAll(group);
                    (group.layout.isTelling() ? groups : loose).add(opened);
                });
        groups.addAll(loose);
        return groups;
    }

    private @Nullable LayoutGroup nearest(List<LayoutGroup> groups, Layout layout) {
        LayoutGroup best = null;
        double highest = 0;
        for (LayoutGroup group : groups) {
            double similarity = group.layout.similarity(layout);
            if (similarity >= rules.similarity() && similarity > highest) {
                best = group;
                highest = similarity;
            }
        }
        return best;
    }

    private Draft draft(LayoutGroup group, Set<String> names) {
        String product = CollectionNames.product(group.product(), group.layout.kind());
        String name = CollectionNames.name(group, product, names);
        names.add(name);
        String facility = group.facility();
        String origin = facility == null ? "folder " + group.commonFolder() : facility;
        return draft(
                group,
                name,
                capital("%s of %s".formatted(product, origin)),
                "Files with one header layout%s, found below %s."
                        .formatted(
                                group.instrument() == null ? "" : ", instrument " + group.instrument(),
                                group.commonFolder().isEmpty() ? "several folders" : group.commonFolder()),
                facility,
                new FileSelection.Membership.Similar(group.layout),
                rules.maxColumns());
    }

    private Draft leftover(LayoutGroup group, Set<String> names) {
        String product = CollectionNames.product(null, group.layout.kind());
        String name = CollectionNames.leftover(group.folder, product, names);
        names.add(name);
        return draft(
                group,
                name,
                capital("Various %s of folder %s".formatted(product, group.folder)),
                "Files with header layouts that too few others share. The columns are the most frequent keywords.",
                null,
                new FileSelection.Membership.Leftover(group.folder, group.layout.kind()),
                rules.maxLeftoverColumns());
    }

    private static Draft draft(
            LayoutGroup group,
            String name,
            String title,
            String description,
            @Nullable String facility,
            FileSelection.Membership membership,
            int maxColumns) {
        Map<String, String> remarks = new HashMap<>();
        List<ColumnDescription> columns = group.columns(maxColumns, FIXED_COLUMNS, remarks);
        ObsCoreMapping obscore = group.obscore(remarks);
        int files = group.files();
        remarks.put("name", "data.%s in TAP; cannot be changed once files are stored".formatted(name));
        if (facility != null) {
            remarks.put("facility", "the most frequent telescope of %d files".formatted(files));
        }
        remarks.put(
                "files",
                membership instanceof FileSelection.Membership.Similar
                        ? "files whose headers have 40 % of these keywords, such as " + oneLine(group.firstPath())
                        : "what no other collection takes, such as " + oneLine(group.firstPath()));
        remarks.put("unique", group.keyRemark(columns));
        remarks.put("previews", "none, lazy or ingest");
        remarks.put("obscore", "auto() is what the rules find; write a keyword, a value or an expression in its place");
        remarks.put(
                "columns",
                "keywords of at least 1 in 100 of %d files, at most %d; the cards of all are in xing.cards"
                        .formatted(files, maxColumns));
        return new Draft(
                new CollectionDescription(
                        name,
                        title,
                        description,
                        Provenance.of(facility),
                        FileSelection.of(membership),
                        Access.UNSAID,
                        Uniqueness.PATH,
                        Previews.LAZY,
                        obscore,
                        columns),
                remarks,
                files);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static String capital(String text) {
        return CellValues.withoutNul(Character.toUpperCase(text.charAt(0)) + text.substring(1));
    }
}
