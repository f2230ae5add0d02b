package io.jenkins.plugins.branchgate.git;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import org.eclipse.jgit.transport.PackParser;

/** Counts what a remote sends in one exchange, and ends the exchange when it is too much or takes too long. */
final class ReceiveLimit {

    private final ReadLimits.Fetching bounds;
    private final Deadline deadline;
    private long received;
    private volatile long packed;

    ReceiveLimit(ReadLimits.Fetching bounds, Deadline deadline) {
        this.bounds = bounds;
        this.deadline = deadline;
    }

    /** @throws InterruptedIOException if the exchange must end */
    void check() throws InterruptedIOException {
        deadline.check();
    }

    /** All that comes over a connection. What is no pack in it is kept in memory by JGit. */
    InputStream connection(InputStream in) {
        return new Counting(in) {
            @Override
            void count(byte[] buffer, int offset, int length) throws IOException {
                received(length);
            }
        };
    }

    private synchronized void received(int bytes) throws LimitExceededException {
        received += bytes;
        if (received - packed - packed / 8 > bounds.talkBytes()) {
            throw new LimitExceededException("more than " + bounds.talkBytes() + " bytes beside the objects");
        }
    }

    /** The pack in it. */
    InputStream pack(InputStream in) {
        return new Counting(in) {
            private final byte[] header = new byte[12];
            private long position;

            @Override
            void count(byte[] buffer, int offset, int length) throws IOException {
                for (int i = 0; i < length && position + i < header.length; i++) {
                    header[(int) position + i] = buffer[offset + i];
                }
                boolean first = position < header.length;
                position += length;
                packed += length;
                if (packed > bounds.packBytes()) {
                    throw new LimitExceededException("more than " + bounds.packBytes() + " bytes of objects");
                }
                if (first && position >= header.length && objects() > bounds.objects()) {
                    throw new LimitExceededException(objects() + " objects, more than " + bounds.objects());
                }
            }

            /** As the pack's header says: JGit makes room for as many before it reads the first. */
            private long objects() {
                long count = 0;
                for (int i = 8; i < header.length; i++) {
                    count = count << 8 | header[i] & 0xff;
                }
                return count;
            }
        };
    }

    PackParser bounded(PackParser parser) {
        parser.setMaxObjectSizeLimit(bounds.objectBytes());
        return parser;
    }

    private abstract class Counting extends FilterInputStream {

        Counting(InputStream in) {
            super(in);
        }

        abstract void count(byte[] buffer, int offset, int length) throws IOException;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            deadline.check();
            int read = super.read(buffer, offset, length);
            if (read > 0) {
                count(buffer, offset, read);
            }
            return read;
        }

        @Override
        public long skip(long bytes) throws IOException {
            byte[] skipped = new byte[(int) Math.min(8192, Math.max(0, bytes))];
            return Math.max(0, read(skipped, 0, skipped.length));
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
