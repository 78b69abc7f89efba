// PluginFiles: where the program looks for its plug-ins. The library is told; the program adds the environment and
// where it is installed.
#ifndef LLMZIP_CLI_PLUGIN_FILES_H_
#define LLMZIP_CLI_PLUGIN_FILES_H_

#include <string>
#include <string_view>
#include <vector>

namespace llmzip::cli {

/// What the environment's `variable` names, alone; or `file` beside the program, then where plug-ins are installed.
/// None need exist.
std::vector<std::string> PluginFiles(const char* variable, std::string_view file);

/// Threads of libtorch that spin while they wait are slower wherever anything else runs. Its OpenMP reads this wish as
/// it is loaded, so it is made before, while there is one thread; what the user wishes stands.
void AskForPassiveWaiting();

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_PLUGIN_FILES_H_
