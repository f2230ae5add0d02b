package io.jenkins.plugins.branchgate.jenkins;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.branchgate.model.EnvironmentName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the environments of one site run, {@code places.json} beside the ledger. Not history: the latest deployment's
 * place replaces the one before. Safe from any thread.
 */
public final class Places {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<TreeMap<String, EnginePlace>> TYPE = new TypeReference<>() {};

    private final Path file;

    Places(Path file) {
        this.file = file;
    }

    /** Where an environment runs; empty if it never was deployed from this controller. */
    public synchronized Optional<EnginePlace> of(EnvironmentName environment) throws IOException {
        return Optional.ofNullable(read().get(environment.value()));
    }

    /** Notes where an environment runs from now on; on the disk when this returns, whole or not at all. */
    public synchronized void put(EnvironmentName environment, EnginePlace place) throws IOException {
        var places = read();
        if (place.equals(places.put(environment.value(), place))) {
            return;
        }
        Files.createDirectories(file.getParent());
        var fresh = Files.createTempFile(file.getParent(), "places", ".json");
        JSON.writerWithDefaultPrettyPrinter().writeValue(fresh.toFile(), places);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Map<String, EnginePlace> read() throws IOException {
        try {
            return JSON.readValue(Files.readAllBytes(file), TYPE);
        } catch (NoSuchFileException e) {
            return new TreeMap<>();
        }
    }
}
