package io.jenkins.plugins.branchgate.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.branchgate.model.InvalidValueException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * What an engine's {@code docker save} wrote, on its way to another engine's {@code docker load}: one image, and no name
 * for it. An engine takes every name that an archive gives, so that another's archive could put an image of its own in the
 * place of the edge's or of a base image. Layers and settings pass unchanged: they are told by their content.
 */
public final class ImageArchive extends InputStream {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}(?:/[A-Za-z0-9._-]{1,128}){0,4}/?");
    private static final Pattern DOTS = Pattern.compile("(?:^|/)\\.{1,2}(?:/|$)");

    /** Older engines write a layer that occurs twice once. */
    private static final Pattern SAME_LAYER = Pattern.compile("\\.\\./[0-9a-f]{64}/layer\\.tar");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_ENTRIES = 10_000;
    private static final int LONGEST_LIST = 1024 * 1024;

    private final TarArchiveInputStream in;
    private final ByteArrayOutputStream ready = new ByteArrayOutputStream();
    private final TarArchiveOutputStream out = new TarArchiveOutputStream(ready);
    private final byte[] part = new byte[64 * 1024];
    private byte[] current = {};
    private int position;
    private int entries;
    private volatile String refusal;
    private boolean inEntry;
    private boolean ended;

    public ImageArchive(InputStream saved) {
        in = new TarArchiveInputStream(saved);
        out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (position == current.length) {
            if (ended) {
                return -1;
            }
            ready.reset();
            try {
                advance();
            } catch (IOException | RuntimeException e) {
                refusal = refusal == null ? String.valueOf(e.getMessage()) : refusal;
                throw e;
            }
            current = ready.toByteArray();
            position = 0;
        }
        int n = Math.min(length, current.length - position);
        System.arraycopy(current, position, into, offset, n);
        position += n;
        return n;
    }

    /** Why it could not be read to its end; null if it could, or nobody tried. */
    String refusal() {
        return refusal;
    }

    private void advance() throws IOException {
        if (inEntry) {
            int read = in.read(part);
            if (read >= 0) {
                out.write(part, 0, read);
            } else {
                out.closeArchiveEntry();
                inEntry = false;
            }
            return;
        }
        var entry = in.getNextEntry();
        if (entry == null) {
            out.finish();
            ended = true;
        } else if (++entries > MOST_ENTRIES) {
            throw new IOException("the image has more than " + MOST_ENTRIES + " parts");
        } else {
            begin(entry);
        }
    }

    private void begin(TarArchiveEntry entry) throws IOException {
        String name = entry.getName();
        if (!NAME.matcher(name).matches() || DOTS.matcher(name).find()) {
            throw strange(entry);
        }
        if (entry.isSymbolicLink() && name.endsWith("/layer.tar") && isSameLayer(entry)) {
            var link = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
            link.setLinkName(entry.getLinkName());
            out.putArchiveEntry(link);
            out.closeArchiveEntry();
        } else if (entry.isDirectory()) {
            out.putArchiveEntry(new TarArchiveEntry(name));
            out.closeArchiveEntry();
        } else if (!entry.isFile() || entry.isLink() || entry.isSymbolicLink() || entry.isSparse()) {
            throw strange(entry);
        } else if (name.equals("manifest.json") || name.equals("index.json")) {
            put(name, JSON.writeValueAsBytes(nameless(name, JSON.readTree(list(entry)))));
        } else if (!name.equals("repositories")) { // names, and nothing else
            var file = new TarArchiveEntry(name);
            file.setSize(entry.getSize());
            out.putArchiveEntry(file);
            inEntry = true;
        }
    }

    private static boolean isSameLayer(TarArchiveEntry entry) {
        return SAME_LAYER.matcher(entry.getLinkName()).matches();
    }

    private byte[] list(TarArchiveEntry entry) throws IOException {
        if (entry.getSize() > LONGEST_LIST) {
            throw strange(entry);
        }
        return in.readNBytes(LONGEST_LIST);
    }

    private void put(String name, byte[] content) throws IOException {
        var file = new TarArchiveEntry(name);
        file.setSize(content.length);
        out.putArchiveEntry(file);
        out.write(content);
        out.closeArchiveEntry();
    }

    private static JsonNode nameless(String file, JsonNode list) throws IOException {
        var images = file.equals("manifest.json") ? list : list.path("manifests");
        if (!(images instanceof ArrayNode) || images.size() != 1 || !(images.get(0) instanceof ObjectNode image)) {
            throw new IOException("its " + file + " does not describe one image");
        }
        if (file.equals("manifest.json")) {
            image.putNull("RepoTags");
        } else {
            image.remove("annotations");
            ((ObjectNode) list).remove("annotations");
        }
        return list;
    }

    private static IOException strange(TarArchiveEntry entry) {
        return new IOException("it has a part that no image has: " + InvalidValueException.printable(entry.getName()));
    }
}
