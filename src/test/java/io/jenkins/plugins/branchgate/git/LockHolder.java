package io.jenkins.plugins.branchgate.git;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A process that holds the lock on a file until it is ended; it prints a line once it has it. */
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws Exception {
        try (var channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            System.out.println("held " + lock.isValid());
            Thread.sleep(600_000);
        }
    }
}
