package io.jenkins.plugins.branchgate.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LoadTest {

    @Test
    void everyRequestIsCountedOnceAsServedOrAsLost() throws Exception {
        try (var server = new FlawedServer()) {
            var load = Load.on(server.port(), 2, 2);
            server.awaitRequests(60);
            load.close();
            var counted = load.counted();
            assertEquals(server.good(), counted.all() - counted.lost());
            assertEquals(server.bad(), counted.lost());
            assertTrue(counted.keptLost() > 0 && counted.freshLost() > 0, counted.toString());
        }
    }

    @Test
    void requestsThatNobodyAnswersAreLost() throws Exception {
        int port = Ports.free();
        var load = Load.on(port, 1, 1);
        while (load.counted().kept() == 0 || load.counted().fresh() == 0) {
            Thread.sleep(5);
        }
        load.close();
        assertEquals(load.counted().all(), load.counted().lost());
    }
}
