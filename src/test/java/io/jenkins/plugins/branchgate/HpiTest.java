package io.jenkins.plugins.branchgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the .hpi that was just built to its indexes, its manifest and its contents. */
class HpiTest {
    private static final Path HPI = Path.of("target/branch-gate.hpi");
    private static final String JAR = "WEB-INF/lib/branch-gate.jar";

    private static Map<String, byte[]> hpi;
    private static Map<String, byte[]> jar;
    private static Attributes hpiManifest;
    private static Attributes jarManifest;

    @BeforeAll
    static void open() throws IOException {
        assumeTrue(Files.exists(HPI), "pom.xml packages after the tests; there the maven-hpi-plugin checks");
        try (var in = new JarInputStream(Files.newInputStream(HPI))) {
            hpiManifest = in.getManifest().getMainAttributes();
            hpi = entries(in);
        }
        try (var in = new JarInputStream(new ByteArrayInputStream(hpi.get(JAR)))) {
            jarManifest = in.getManifest().getMainAttributes();
            jar = entries(in);
        }
    }

    private static Map<String, byte[]> entries(JarInputStream in) throws IOException {
        var entries = new TreeMap<String, byte[]>();
        for (var entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
            if (!entry.isDirectory()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    @Test
    void everyExtensionIsListed() throws Exception {
        var listed = new TreeSet<String>();
        try (var in = new ObjectInputStream(index("META-INF/annotations/hudson.Extension"))) {
            for (var element = in.readObject(); element != null; element = in.readObject()) {
                listed.add(field(element, "className"));
            }
        }
        assertEquals(annotated("hudson.Extension"), listed);
        assertTrue(listed.size() > 5, listed.toString());
    }

    @Test
    void everySymbolIsListed() throws IOException {
        assertEquals(annotated("org.jenkinsci.Symbol"), lines("META-INF/services/annotations/org.jenkinsci.Symbol"));
    }

    @Test
    void everyInitializerIsListed() throws IOException {
        assertEquals(
                annotated("hudson.init.Initializer"), lines("META-INF/services/annotations/hudson.init.Initializer"));
    }

    @Test
    void bothManifestsNameThePlugin() {
        for (var manifest : List.of(hpiManifest, jarManifest)) {
            assertEquals("branch-gate", manifest.getValue("Short-Name"));
            assertEquals("io.jenkins.plugins", manifest.getValue("Group-Id"));
            for (var key : List.of(
                    "Artifact-Id",
                    "Long-Name",
                    "Url",
                    "Plugin-Version",
                    "Jenkins-Version",
                    "Plugin-Dependencies",
                    "Support-Dynamic-Loading",
                    "Plugin-License-Name")) {
                assertFalse(
                        manifest.getValue(key) == null || manifest.getValue(key).isBlank(), key);
                assertEquals(hpiManifest.getValue(key), manifest.getValue(key), key);
            }
        }
    }

    @Test
    void nothingOfTheJenkinsApiIsPackaged() {
        var foreign = jar.keySet().stream()
                .filter(name -> name.endsWith(".class"))
                .filter(name -> !name.startsWith("io/jenkins/plugins/branchgate/"))
                .toList();
        assertEquals(List.of(), foreign);
        assertTrue(jar.containsKey("index.jelly"), "the description that the plugin manager shows");
    }

    /** What a plugin carries must not be there twice: two copies of a class are two classes. */
    @Test
    void onlyLibrariesThatNoPluginCarriesAreBundled() {
        var libraries = hpi.keySet().stream()
                .filter(name -> name.startsWith("WEB-INF/lib/") && !name.equals(JAR))
                .filter(name -> !name.startsWith("WEB-INF/lib/prometheus-metrics-"))
                .toList();
        assertEquals(List.of(), libraries);
    }

    private static InputStream index(String name) {
        var content = jar.get(name);
        assertTrue(content != null && content.length > 0, name + " is missing or empty");
        return new ByteArrayInputStream(content);
    }

    private static Set<String> lines(String name) throws IOException {
        return Stream.of(new String(index(name).readAllBytes(), StandardCharsets.UTF_8).split("\n"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The classes that carry an annotation, or have a method or field that does, read from the class files. */
    private static Set<String> annotated(String annotation) {
        return new ClassFileImporter()
                .importPath(Path.of("target/classes")).stream()
                        .filter(type -> carries(type, annotation))
                        .map(JavaClass::getName)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean carries(JavaClass type, String annotation) {
        return Stream.<CanBeAnnotated>concat(Stream.of(type), type.getMembers().stream())
                .anyMatch(element -> element.isAnnotatedWith(annotation));
    }

    private static String field(Object element, String name) throws ReflectiveOperationException {
        var field = element.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return (String) field.get(element);
    }
}
