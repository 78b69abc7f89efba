// PluginFiles: where the program looks for its plug-ins: in the environment and in its installation. The library is
// told the result.
#ifndef LLMZIP_CLI_PLUGIN_FILES_H_
#define LLMZIP_CLI_PLUGIN_FILES_H_

#include <string>
#include <string_view>
#include <vector>

namespace llmzip::cli {

/// If the environment variable is set, only the file it names; else `file` beside the program, then where plug-ins are
/// installed. The files need not exist.
std::vector<std::string> PluginFiles(const char* variable, std::string_view file);

/// Asks OpenMP not to spin while waiting, which would be slower whenever other work runs. OpenMP reads the environment
/// variable when libtorch is loaded, so it is set before, while there is one thread; a value set by the user is kept.
void AskForPassiveWaiting();

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_PLUGIN_FILES_H_
