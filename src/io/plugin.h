// OpenPlugin: a shared object found and opened when it is asked for, so that nothing else needs what it links.
//
// Plug-ins come from the build of the program that opens them and hand plain C++ types across, so one of another
// version is refused. One opened stays open. Thread-safe.
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
  /// Whether its libraries find their own symbols before all others': for a library that hides too little, and clashes
  /// with another that is here. Not possible under sanitizers, and not done there.
  bool own_scope = false;
};

/// The function of the first of `candidates` that is there. kNotFound, saying what to install, if none is, it cannot
/// be opened, or it is another version's.
StatusOr<void*> OpenPlugin(const PluginKind& kind, std::span<const std::string> candidates);

}  // namespace llmzip

#endif  // LLMZIP_IO_PLUGIN_H_
