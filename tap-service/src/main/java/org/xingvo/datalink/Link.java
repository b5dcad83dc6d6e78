package org.xingvo.datalink;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xingvo.dali.DaliFault;
import org.xingvo.tap.db.DatasetLookup.Dataset;
import org.xingvo.votable.Datatype;
import org.xingvo.votable.Field;

/**
 * One row of a links answer (DataLink 1.1, section 3.2): either an address or an error. Immutable.
 *
 * @param id as it was asked for
 */
record Link(
        String id,
        @Nullable String accessUrl,
        @Nullable String errorMessage,
        String semantics,
        @Nullable String description,
        @Nullable String contentType,
        @Nullable Long contentLength) {

    /** The columns in order. */
    static final List<Field> FIELDS = List.of(
            Field.text("ID").withUcd("meta.id;meta.main").withDescription("Dataset, as it was asked for"),
            Field.text("access_url").withUcd("meta.ref.url").withDescription("Where to get it"),
            Field.text("service_def").withUcd("meta.ref").withDescription("Service that gives it"),
            Field.text("error_message").withUcd("meta.code.error").withDescription("Why there is no link"),
            Field.text("semantics").withUcd("meta.code").withDescription("What it is to the dataset"),
            Field.of("description", Datatype.UNICODE_CHAR, "*")
                    .withUcd("meta.note")
                    .withDescription("The link in a few words"),
            Field.text("content_type").withUcd("meta.code.mime").withDescription("Media type"),
            Field.of("content_length", Datatype.LONG, null)
                    .withUnit("byte")
                    .withUcd("phys.size;meta.file")
                    .withDescription("Size"));

    static Link file(Dataset dataset, String publicUrl) {
        return new Link(
                dataset.publisherDid(),
                publicUrl + dataset.accessPath(),
                null,
                "#this",
                "The file " + dataset.path().substring(dataset.path().lastIndexOf('/') + 1)
                        + (dataset.given() ? "" : ", for those who may have it"),
                dataset.mediaType(),
                dataset.sizeBytes());
    }

    /** A picture of the dataset; how long it is, is not known before it is made. */
    static Link preview(Dataset dataset, String url) {
        return new Link(dataset.publisherDid(), url, null, "#preview", "A picture of it", "image/png", null);
    }

    /** The same words whether it does not exist or the caller may not know of it. */
    static Link notFound(String id) {
        return new Link(
                id,
                null,
                DaliFault.Kind.NOT_FOUND.faultName() + ": there is no dataset with this ID",
                "#this",
                null,
                null,
                null);
    }

    @Nullable
    Object[] cells() {
        return new @Nullable Object[] {
            id, accessUrl, null, errorMessage, semantics, description, contentType, contentLength
        };
    }
}
