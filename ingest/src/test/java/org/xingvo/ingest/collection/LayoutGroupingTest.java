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
        LayoutGrouping grouping = new LayoutGrouping(GroupingRules.DEFAULT);
        files.forEach(f -> grouping.add(f.path(), f.hdus(), Describer.describe(f.hdus())));
        return grouping.draft(List.of(), Set.of());
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
        LayoutGrouping again = new LayoutGrouping(GroupingRules.DEFAULT);
        for (File file : survey()) {
            assertThat(chooser.choose(Layout.of(file.hdus()), file.path()))
                    .as(file.path())
                    .isPresent();
            again.add(file.path(), file.hdus(), Describer.describe(file.hdus()));
        }
        assertThat(again.draft(drafts, Set.of())).isEmpty();
    }

    @Test
    void theColumnLimitKeepsTheMostFrequentInTheOrderOfTheHeader() {
        LayoutGrouping grouping = new LayoutGrouping(new GroupingRules(0.4, 3, 4, 2));
        for (int i = 0; i < 4; i++) {
            File file = i == 0
                    ? file("in/" + i + ".fits", "Scope", "RARE", "A", "B", "C", "D", "E", "F", "G", "H")
                    : file("in/" + i + ".fits", "Scope", "A", "B", "C", "D", "E", "F", "G", "H");
            grouping.add(file.path(), file.hdus(), Describer.describe(file.hdus()));
        }
        assertThat(grouping.draft(List.of(), Set.of()).getFirst().columns())
                .extracting(ColumnDescription::origin)
                .containsExactly("TELESCOP", "A", "B", "C");
    }

    @Test
    void namesAreFree() {
        LayoutGrouping grouping = new LayoutGrouping(GroupingRules.DEFAULT);
        survey().forEach(f -> grouping.add(f.path(), f.hdus(), Describer.describe(f.hdus())));
        String wished = draft(survey()).getFirst().name();
        assertThat(grouping.draft(List.of(), Set.of(wished)).getFirst().name()).isNotEqualTo(wished);
    }

    @Test
    void aDescriptionSurvivesYaml() {
        for (CollectionDescription draft : draft(survey())) {
            assertThat(DescriptionYaml.read(DescriptionYaml.write(draft))).isEqualTo(draft);
        }
    }
}
