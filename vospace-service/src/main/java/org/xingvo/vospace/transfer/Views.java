package org.xingvo.vospace.transfer;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xingvo.vospace.node.Node;
import org.xingvo.vospace.node.VospaceFault;
import org.xingvo.vospace.node.VospaceFault.Kind;
import org.xingvo.vospace.xml.Names;
import org.xingvo.vospace.xml.TransferDocument;

/** Which views nodes accept and provide (VOSpace 2.1, sections 3.4.4 and 3.4.5). */
public final class Views {
    /** Of a data node, for what comes in. */
    public static final List<String> DATA_ACCEPTS = List.of(Names.ANY_VIEW, Names.BINARY_VIEW);

    /** Of a data node, for what goes out. */
    public static final List<String> DATA_PROVIDES = List.of(Names.DEFAULT_VIEW, Names.BINARY_VIEW);

    /** Of a container, for what comes in. */
    public static final List<String> CONTAINER_ACCEPTS = List.of(Names.TAR_VIEW, Names.TGZ_VIEW, Names.ZIP_VIEW);

    /** Of a container, for what goes out. */
    public static final List<String> CONTAINER_PROVIDES = List.of(Names.TAR_VIEW, Names.ZIP_VIEW, Names.PACKAGE_VIEW);

    /** The bytes as they are, in the words of CADC's clients. */
    private static final String CADC_DATA = "ivo://cadc.nrc.ca/vospace/view#data";

    private static final String FORMAT = Names.CORE + "format";

    private Views() {}

    /** A form in which many nodes are one file. */
    public enum Form {
        TAR("application/x-tar", "tar"),
        TGZ("application/gzip", "tar.gz"),
        ZIP("application/zip", "zip");

        private final String mediaType;
        private final String extension;

        Form(String mediaType, String extension) {
            this.mediaType = mediaType;
            this.extension = extension;
        }

        public String mediaType() {
            return mediaType;
        }

        public String extension() {
            return extension;
        }
    }

    /**
     * The archive that an upload is to be unpacked from; empty: it is bytes for a data node.
     *
     * @throws VospaceFault ViewNotSupported for what only goes out, or is not known
     */
    static Optional<Form> incoming(@Nullable String view) {
        if (view == null || DATA_ACCEPTS.contains(view)) {
            return Optional.empty();
        }
        return switch (view) {
            case Names.TAR_VIEW -> Optional.of(Form.TAR);
            case Names.TGZ_VIEW -> Optional.of(Form.TGZ);
            case Names.ZIP_VIEW -> Optional.of(Form.ZIP);
            default -> throw new VospaceFault(Kind.VIEW_NOT_SUPPORTED, view);
        };
    }

    /**
     * The archive that is to go out; empty: the bytes of one data node.
     *
     * @throws VospaceFault ViewNotSupported for what only comes in, or is not known
     */
    static Optional<Form> outgoing(TransferDocument transfer) {
        String view = transfer.view();
        if (view == null || DATA_PROVIDES.contains(view) || view.equals(CADC_DATA)) {
            if (transfer.targets().size() > 1) {
                throw new VospaceFault(
                        Kind.VIEW_NOT_SUPPORTED, "several targets: expected the view " + Names.PACKAGE_VIEW);
            }
            return Optional.empty();
        }
        return switch (view) {
            case Names.TAR_VIEW -> Optional.of(Form.TAR);
            case Names.ZIP_VIEW -> Optional.of(Form.ZIP);
            case Names.PACKAGE_VIEW -> Optional.of(packageForm(transfer.params().get(FORMAT)));
            default -> throw new VospaceFault(Kind.VIEW_NOT_SUPPORTED, view);
        };
    }

    private static Form packageForm(@Nullable String format) {
        return switch (format == null ? "application/x-tar" : format) {
            case "application/x-tar", "tar" -> Form.TAR;
            case "application/zip", "zip" -> Form.ZIP;
            default ->
                throw VospaceFault.invalidArgument(
                        FORMAT + ": expected application/x-tar or application/zip, found '" + format + "'");
        };
    }

    /** Refuses a node that has no bytes of its own. */
    static void requireData(Node node) {
        if (!node.type().holdsBytes()) {
            throw new VospaceFault(
                    Kind.VIEW_NOT_SUPPORTED,
                    "a " + node.type().xmlName() + " has no bytes of its own; it provides "
                            + String.join(" ", CONTAINER_PROVIDES));
        }
    }
}
