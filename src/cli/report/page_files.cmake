# llmzip_page_files(SOURCE STYLE SCRIPT...): writes SOURCE, which defines what page_files.h declares.
function(llmzip_page_files source style)
  file(READ ${style} css)
  set(scripts "")
  foreach(file IN LISTS ARGN)
    file(READ ${file} script)
    string(APPEND scripts "    R\"~~~(${script})~~~\",\n")
  endforeach()
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${style} ${ARGN})
  set(body
"// Made by page_files.cmake.
#include \"cli/report/page_files.h\"

namespace llmzip::cli {
namespace {

constexpr std::string_view kPageScripts[] = {
${scripts}};

}  // namespace

std::string_view PageStyle() { return R\"~~~(${css})~~~\"; }

std::span<const std::string_view> PageScripts() { return kPageScripts; }

}  // namespace llmzip::cli
")
  set(old "")
  if(EXISTS ${source})
    file(READ ${source} old)
  endif()
  if(NOT old STREQUAL body)
    file(WRITE ${source} "${body}")
  endif()
endfunction()
