import Foundation

/// The name of this machine's processor.
enum ProcessorName {
  static let current = read() ?? "unknown"

  #if os(macOS)
    private static func read() -> String? {
      var size = 0
      guard sysctlbyname("machdep.cpu.brand_string", nil, &size, nil, 0) == 0, size > 1 else { return nil }
      var bytes = [UInt8](repeating: 0, count: size)
      guard sysctlbyname("machdep.cpu.brand_string", &bytes, &size, nil, 0) == 0 else { return nil }
      return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  #else
    /// The name in `/proc/cpuinfo`, which Linux gives on x86-64; on other architectures the maker's numbers.
    private static func read() -> String? {
      let fields = SystemFiles.processor
      if let name = fields["model name"] { return name }
      let numbers = ["CPU implementer", "CPU part"].compactMap { fields[$0] }
      return numbers.count == 2 ? "implementer \(numbers[0]), part \(numbers[1])" : nil
    }
  #endif
}
