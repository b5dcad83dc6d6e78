package org.xingvo.conformance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The arrows between modules and the doors to SQL, LMDB and HTTP, as docs/architecture.md draws them. */
class ArchitectureTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("org.xingvo");

    @Test
    void modulesDependDownwardOnly() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("schemas")
                .definedBy("org.xingvo.schemas..")
                .layer("votable")
                .definedBy("org.xingvo.votable..")
                .layer("tables")
                .definedBy("org.xingvo.tables..")
                .layer("storage")
                .definedBy("org.xingvo.storage..")
                .layer("ingest")
                .definedBy("org.xingvo.ingest..")
                .layer("dali")
                .definedBy("org.xingvo.dali..")
                .layer("tap")
                .definedBy("org.xingvo.adql..", "org.xingvo.tap..", "org.xingvo.scs..", "org.xingvo.datalink..")
                .layer("vospace")
                .definedBy("org.xingvo.vospace..")
                .layer("server")
                .definedBy("org.xingvo.server..")
                .optionalLayer("benchmarks")
                .definedBy("org.xingvo.benchmarks..")
                .whereLayer("server")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("vospace")
                .mayOnlyBeAccessedByLayers("server")
                .whereLayer("tap")
                .mayOnlyBeAccessedByLayers("server", "benchmarks")
                .whereLayer("ingest")
                .mayOnlyBeAccessedByLayers("server", "benchmarks")
                .whereLayer("dali")
                .mayOnlyBeAccessedByLayers("server", "vospace", "tap")
                .whereLayer("storage")
                .mayOnlyBeAccessedByLayers("server", "vospace", "tap", "ingest", "benchmarks")
                .whereLayer("votable")
                .mayOnlyBeAccessedByLayers("server", "tap", "ingest", "dali", "benchmarks")
                .whereLayer("tables")
                .mayOnlyBeAccessedByLayers("server", "tap", "ingest", "benchmarks")
                .whereLayer("schemas")
                .mayOnlyBeAccessedByLayers("server", "vospace", "tap", "ingest", "dali", "benchmarks")
                .check(ALL);
    }

    @Test
    void onlyThePublicPackageOfStorageIsSeenByServices() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.xingvo.storage..", "org.xingvo.server..", "org.xingvo.benchmarks..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.xingvo.storage.volume..", "org.xingvo.storage.index..", "org.xingvo.storage.codec..")
                .check(ALL);
    }

    @Test
    void adqlKnowsNeitherHttpNorJdbcNorVotable() {
        noClasses()
                .that()
                .resideInAPackage("org.xingvo.adql..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "java.sql..", "javax.sql..", "org.xingvo.votable..")
                .check(ALL);
    }

    @Test
    void sqlIsBehindItsDoors() {
        classes()
                .that()
                .resideOutsideOfPackages(
                        "org.xingvo.schemas..",
                        "org.xingvo.ingest.load..",
                        "org.xingvo.tap.db..",
                        "org.xingvo.vospace.tree..",
                        "org.xingvo.dali.auth..",
                        "org.xingvo.dali.uws..",
                        "org.xingvo.benchmarks..")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages("java.sql..", "org.postgresql..")
                .check(ALL);
    }

    @Test
    void onlyTheIndexSeesLmdb() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.xingvo.storage.index..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.lmdbjava..")
                .check(ALL);
    }

    @Test
    void onlyProtocolPackagesSeeJaxRs() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.xingvo.dali.http..",
                        "org.xingvo.dali.auth..",
                        "org.xingvo.dali.vosi..",
                        "org.xingvo.dali.uws..",
                        "org.xingvo.tap",
                        "org.xingvo.scs..",
                        "org.xingvo.datalink..",
                        "org.xingvo.vospace",
                        "org.xingvo.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.ws.rs..")
                .check(ALL);
    }

    @Test
    void packagesOfAModuleHaveNoCycles() {
        slices().matching("org.xingvo.(*)..").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void everyPackageIsNullMarked() {
        List<String> unmarked = Stream.concat(
                        Stream.of(ALL.getPackage("org.xingvo")),
                        ALL.getPackage("org.xingvo").getSubpackagesInTree().stream())
                .filter(p ->
                        p.getClasses().stream().anyMatch(c -> !c.getSimpleName().equals("package-info")))
                .filter(p -> !isGenerated(p))
                .filter(p -> !p.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .toList();
        assertThat(unmarked).isEmpty();
    }

    @Test
    void onlyTheServerReadsTheEnvironmentOrExits() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.xingvo.server..", "org.xingvo.benchmarks..")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "getenv")
                .check(ALL);
    }

    /** Classes made by xjc from the IVOA schemas. */
    private static boolean isGenerated(JavaPackage p) {
        return p.getClasses().stream().map(JavaClass::getSimpleName).anyMatch("ObjectFactory"::equals);
    }
}
