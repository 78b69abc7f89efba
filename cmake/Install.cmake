# What `cmake --install` lays down: the program with its documents, the library with its headers, and the two ways to
# find it (find_package(llmzip) and pkg-config). Each component is a package of its own (Package.cmake).
# tests/install/ builds programs against the result.
include(CMakePackageConfigHelpers)

# All that `cmake --install` and `cpack` want, but for the plug-ins.
add_custom_target(installable DEPENDS llmzip)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/llmzip)
install(TARGETS llmzip EXPORT llmzipTargets
        RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT library
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library NAMELINK_COMPONENT development
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
install(DIRECTORY include/llmzip DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development
        FILES_MATCHING PATTERN "*.h")
install(EXPORT llmzipTargets NAMESPACE llmzip:: DESTINATION ${package_dir} COMPONENT development)
configure_package_config_file(cmake/llmzipConfig.cmake.in llmzipConfig.cmake INSTALL_DESTINATION ${package_dir})
# Before 1.0 every minor version may change the API.
write_basic_package_version_file(llmzipConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/llmzipConfig.cmake ${PROJECT_BINARY_DIR}/llmzipConfigVersion.cmake
        DESTINATION ${package_dir} COMPONENT development)

# llmzip.pc finds its prefix from where it lies, so that a tree may be moved, and installed with another --prefix.
file(RELATIVE_PATH prefix_from_pc ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
cmake_path(ABSOLUTE_PATH CMAKE_INSTALL_LIBDIR BASE_DIRECTORY "\${prefix}" OUTPUT_VARIABLE pc_libdir)
cmake_path(ABSOLUTE_PATH CMAKE_INSTALL_INCLUDEDIR BASE_DIRECTORY "\${prefix}" OUTPUT_VARIABLE pc_includedir)
set(pc_needs "Libs: -L\${libdir} -lllmzip")
if(NOT BUILD_SHARED_LIBS)
  list(JOIN LLMZIP_PC_MODULES " " modules)
  # pkg-config's `--static` asks for what is private. Where there is no shared library every program needs it.
  set(pc_needs "Requires: ${modules}
Requires.private: ${modules}
Libs: -L\${libdir} -lllmzip -lstdc++ -lm -ldl -pthread
Libs.private: -lstdc++ -lm -ldl -pthread")
endif()
configure_file(cmake/llmzip.pc.in llmzip.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/llmzip.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)

if(LLMZIP_BUILD_CLI)
  add_dependencies(installable llmzip_program)
  set(plugins llmzip_checkpoints llmzip_train llmzip_sentencepiece)
  foreach(plugin IN LISTS plugins)
    if(TARGET ${plugin})
      list(APPEND found_plugins ${plugin})
    endif()
  endforeach()
  # All the plug-ins for which there is what they stand on.
  add_custom_target(plugins DEPENDS ${found_plugins})
  include(InstallProgram)
endif()
