package io.jenkins.plugins.branchgate.git;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * Reads objects for one walk, and ends it when it opens too many, opens one that is too large, takes too long, or its
 * thread is interrupted. Whatever JGit does with the objects, it gets them here.
 */
final class BoundedReader extends ObjectReader.Filter {

    private final ObjectReader reader;
    private final ReadLimits.Reading bounds;
    private final AtomicInteger opened;
    private final long end;

    BoundedReader(ObjectReader reader, ReadLimits.Reading bounds) {
        this(
                reader,
                bounds,
                new AtomicInteger(),
                System.nanoTime() + bounds.time().toNanos());
    }

    private BoundedReader(ObjectReader reader, ReadLimits.Reading bounds, AtomicInteger opened, long end) {
        this.reader = reader;
        this.bounds = bounds;
        this.opened = opened;
        this.end = end;
    }

    @Override
    protected ObjectReader delegate() {
        return reader;
    }

    @Override
    public ObjectReader newReader() {
        return new BoundedReader(reader.newReader(), bounds, opened, end);
    }

    @Override
    public ObjectLoader open(AnyObjectId id) throws IOException {
        count();
        return checked(id, super.open(id));
    }

    @Override
    public ObjectLoader open(AnyObjectId id, int type) throws IOException {
        count();
        return checked(id, super.open(id, type));
    }

    @Override
    public boolean has(AnyObjectId id) throws IOException {
        count();
        return super.has(id);
    }

    @Override
    public boolean has(AnyObjectId id, int type) throws IOException {
        count();
        return super.has(id, type);
    }

    @Override
    public long getObjectSize(AnyObjectId id, int type) throws IOException {
        count();
        return super.getObjectSize(id, type);
    }

    private void count() throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("Interrupted while reading objects");
        }
        if (opened.incrementAndGet() > bounds.objects()) {
            throw new LimitExceededException("more than " + bounds.objects() + " of its objects would have to be read");
        }
        if (System.nanoTime() - end >= 0) {
            throw new LimitExceededException(
                    "reading it took longer than " + bounds.time().toSeconds() + " s");
        }
    }

    private ObjectLoader checked(AnyObjectId id, ObjectLoader loader) throws LimitExceededException {
        int most =
                switch (loader.getType()) {
                    case Constants.OBJ_COMMIT, Constants.OBJ_TAG -> bounds.commitBytes();
                    case Constants.OBJ_TREE -> bounds.treeBytes();
                    default -> Integer.MAX_VALUE;
                };
        if (loader.getSize() > most && loader.getType() != Constants.OBJ_BLOB) {
            throw new LimitExceededException(Constants.typeString(loader.getType()) + " " + id.name() + " has "
                    + loader.getSize() + " bytes, more than " + most);
        }
        return loader;
    }

    /** Writes what a merge makes, and reads for it within the bounds. */
    static final class Inserter extends ObjectInserter.Filter {

        private final ObjectInserter inserter;
        private final ReadLimits.Reading bounds;

        Inserter(ObjectInserter inserter, ReadLimits.Reading bounds) {
            this.inserter = inserter;
            this.bounds = bounds;
        }

        @Override
        protected ObjectInserter delegate() {
            return inserter;
        }

        @Override
        public ObjectReader newReader() {
            return new BoundedReader(inserter.newReader(), bounds);
        }
    }
}
