/** From a site's tree to an image: build context, build, digest. */
package io.jenkins.plugins.branchgate.image;
