// OpenPlugin: finds and opens a shared object when it is needed, so that the program does not depend on its libraries.
//
// Plug-ins exchange plain C++ types with the program, so they must come from the same build: another version is
// refused. An opened plug-in stays open. Thread-safe.
#ifndef LLMZIP_IO_PLUGIN_H_
#define LLMZIP_IO_PLUGIN_H_

#include <span>
#include <string>

#include "llmzip/status.h"

namespace llmzip {

struct PluginKind {
  std::string name;      ///< for people: "the trainer"
  std::string file;      ///< "llmzip_train.so"
  std::string version;   ///< a `const char*` in it, the version of llmzip it was built with
  std::string function;  ///< the function that is wanted
  std::string wanted;    ///< begins the error when there is none: "training"
  std::string remedy;    ///< ends every error: what to install
  /// Whether its libraries resolve symbols in their own scope first (RTLD_DEEPBIND), for a library whose exported
  /// symbols clash with another's. Not possible under sanitizers, and not done there.
  bool own_scope = false;
};

/// The function of the first file of `candidates` that exists. kNotFound, with what to install, if none exists, it
/// cannot be opened, or it is of another version.
StatusOr<void*> OpenPlugin(const PluginKind& kind, std::span<const std::string> candidates);

}  // namespace llmzip

#endif  // LLMZIP_IO_PLUGIN_H_
