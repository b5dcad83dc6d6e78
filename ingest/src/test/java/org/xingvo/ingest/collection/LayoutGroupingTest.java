package org.xingvo.ingest.collection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xingvo.ingest.collection.FileSelection.Membership;
import org.xingvo.ingest.fits.Card;
import org.xingvo.ingest.fits.Card.ValueType;
import org.xingvo.ingest.fits.HduHeader;
import org.xingvo.ingest.obscore.Describer;

class LayoutGroupingTest {
    private record File(String path, List<HduHeader> hdus) {}

    private static File file(String path, String telescope, String... keywords) {
        List<Card> cards = new ArrayList<>();
        cards.add(new Card("NAXIS", "2", ValueType.INTEGER, null));
        cards.add(new Card("TELESCOP", telescope, ValueType.STRING, null));
        for (String keyword : keywords) {
            cards.add(new Card(keyword, "1", ValueType.INTEGER, null));
        }
        return new File(path, List.of(new HduHeader(0, HduHeader.Kind.IMAGE, null, cards)));
    }

    private static List<CollectionDescription> draft(List<File> files) {
        LayoutGrouping grouping = new LayoutGrouping(GroupingRules.DEFAULT, List.of());
        files.forEach(f -> grouping.add(f.path(), f.hdus(), Describer.describe(f.hdus())));
        return grouping.draft(Set.of()).stream().map(Draft::description).toList();
    }

    private static final String[] OLD = {"A", "B", "C", "D", "E", "F", "G", "H", "SN_U", "EXPID01"};
    private static final String[] NEW = {"A", "B", "C", "D", "E", "F", "G", "I", "SNRU", "EXPID02", "EXPID03"};

    private static List<File> survey() {
        List<File> files = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            files.add(file("in/dr1/" + i + ".fits", "Scope", OLD));
            files.add(file("in/dr2/" + i + ".fits", "Scope", NEW));
            files.add(file("in/else/" + i + ".fits", "Other", NEW));
        }
        files.add(file("in/odd/1.fits", "Rare", "P", "Q", "R", "S", "T", "U", "V", "W"));
        files.add(file("in/odd/2.fits", "", "NAXIS1"));
        return files;
    }

    @Test
    void similarLayoutsOfOneTelescopeAreOneCollection() {
        List<CollectionDescription> drafts = draft(survey());
        assertThat(drafts).hasSize(3);
        assertThat(drafts.get(0).facility()).isEqualTo("Scope");
        assertThat(drafts.get(0).columns())
                .extracting(ColumnDescription::origin)
                .contains("H", "I", "SN_U", "SNRU", "EXPID01", "EXPID03");
        assertThat(drafts.get(1).facility()).isEqualTo("Other");
        assertThat(drafts.get(2).membership()).isEqualTo(new Membership.Leftover("in", Layout.Kind.IMAGE));
    }

    @Test
    void theOrderOfTheFilesDoesNotMatter() {
        List<String> expected =
                draft(survey()).stream().map(CollectionDescription::name).toList();
        for (int seed = 0; seed < 20; seed++) {
            List<File> shuffled = new ArrayList<>(survey());
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(draft(shuffled))
                    .as("seed %d", seed)
                    .extracting(CollectionDescription::name)
                    .isEqualTo(expected);
        }
    }

    @Test
    void whatIsDraftedTakesEveryFileAndNothingNewIsDraftedForIt() {
        List<CollectionDescription> drafts = draft(survey());
        CollectionChooser chooser = new CollectionChooser(drafts, GroupingRules.DEFAULT);
        LayoutGrouping again = new LayoutGrouping(GroupingRules.DEFAULT, drafts);
        for (File file : survey()) {
            assertThat(chooser.choose(Layout.of(file.hdus()), file.path()))
                    .as(file.path())
                    .isPresent();
            again.add(file.path(), file.hdus(), Describer.describe(file.hdus()));
        }
        assertThat(again.draft(Set.of())).isEmpty();
    }

    @Test
    void theColumnLimitKeepsTheMostFrequentInTheOrderOfTheHeader() {
        LayoutGrouping grouping = new LayoutGrouping(new GroupingRules(0.4, 3, 4, 2), List.of());
        for (int i = 0; i < 4; i++) {
            File file = i == 0
                    ? file("in/" + i + ".fits", "Scope", "RARE", "A", "B", "C", "D", "E", "F", "G", "H")
                    : file("in/" + i + ".fits", "Scope", "A", "B", "C", "D", "E", "F", "G", "H");
            grouping.add(file.path(), file.hdus(), Describer.describe(file.hdus()));
        }
        assertThat(grouping.draft(Set.of()).getFirst().description().columns())
                .extracting(ColumnDescription::origin)
                .containsExactly("TELESCOP", "A", "B", "C");
    }

    @Test
    void namesAreFree() {
        LayoutGrouping grouping = new LayoutGrouping(GroupingRules.DEFAULT, List.of());
        survey().forEach(f -> grouping.add(f.path(), f.hdus(), Describer.describe(f.hdus())));
        String wished = draft(survey()).getFirst().name();
        assertThat(grouping.draft(Set.of(wished)).getFirst().description().name())
                .isNotEqualTo(wished);
    }

    @Test
    void aDescriptionSurvivesYaml() {
        for (CollectionDescription draft : draft(survey())) {
            assertThat(DescriptionYaml.read(DescriptionYaml.write(draft))).isEqualTo(draft);
        }
    }

    @Test
    void patternsChooseBeforeLayoutsAndWhatTheyLeaveOutIsDraftedFor() {
        CollectionDescription layout = draft(survey()).getFirst();
        CollectionDescription like = DescriptionYaml.read(
                DescriptionYaml.write(layout).replace("files:\n", "files:\n  exclude: ['in/dr2/**']\n"));
        CollectionDescription patterns = DescriptionYaml.read(
                "name: named\ntitle: T\ncolumns: []\nfiles: {include: ['in/dr1/0.fits', '1.fits']}");
        List<CollectionDescription> existing = List.of(like, patterns);
        CollectionChooser chooser = new CollectionChooser(existing, GroupingRules.DEFAULT);
        assertThat(survey().stream()
                        .map(f -> chooser.choose(Layout.of(f.hdus()), f.path())
                                .map(CollectionDescription::name)
                                .orElse("none")))
                .containsExactly(
                        "named",
                        "none",
                        "none",
                        "named",
                        "named",
                        "named",
                        like.name(),
                        "none",
                        "none",
                        like.name(),
                        "none",
                        "none",
                        like.name(),
                        "none",
                        "none",
                        "named",
                        "none");
        LayoutGrouping again = new LayoutGrouping(GroupingRules.DEFAULT, existing);
        survey().forEach(f -> again.add(f.path(), f.hdus(), Describer.describe(f.hdus())));
        assertThat(again.draft(Set.of()).stream().map(Draft::files)).containsExactly(4, 4, 1);
    }
}
