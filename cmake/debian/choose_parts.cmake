# Read by cpack before it begins.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")  # else it comes before the first line of each package's description

# Packs the plug-ins if they have been built.
if(CPACK_LLMZIP_WITH_TORCH)
  set(missing "")
  foreach(file IN LISTS CPACK_LLMZIP_PLUGINS)
    if(NOT EXISTS ${file})
      cmake_path(GET file STEM name)
      string(APPEND missing " ${name}")
    endif()
  endforeach()
  if(missing)
    message(STATUS "no package llmzip-checkpoints: not built:${missing} (target `plugins`)")
  else()
    list(APPEND CPACK_COMPONENTS_ALL checkpoints trainer)
  endif()
endif()
