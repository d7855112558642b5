/* version.h - the version of the tools; the build may set it. */
#ifndef TOOLS_CLIENTELE_VERSION_H
#define TOOLS_CLIENTELE_VERSION_H

#ifndef CLIENTELE_VERSION
#define CLIENTELE_VERSION "0.1.0"
#endif

#endif
