package io.jenkins.plugins.branchgate.platform.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.BuildResponseItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BuildOutputTest {

    private final List<String> lines = new ArrayList<>();
    private final BuildOutput output = new BuildOutput(lines::add);

    @Test
    void linesOfWindowsAndProgressEndWithoutACarriageReturn() {
        say("Step 1/2 : RUN x\r");
        say("\n\r\n10%\r20");
        say("%\rdone\r\n");
        assertEquals(List.of("Step 1/2 : RUN x", "10%", "20%", "done"), lines);
    }

    @Test
    void aLongLineIsPartedBetweenCharacters() {
        String whole = "x".repeat(3999) + "\uD83D\uDE00 end";
        say(whole + "\n");
        assertEquals(List.of("x".repeat(3999) + "\uD83D\uDE00", " end"), lines);
    }

    private void say(String text) {
        output.onNext(new ObjectMapper().convertValue(Map.of("stream", text), BuildResponseItem.class));
    }
}
