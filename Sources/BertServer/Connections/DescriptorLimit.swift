import Foundation

/// The limit of open descriptors of the process.
enum DescriptorLimit {
  /// How many descriptors are kept for files, models, event queues and the listener.
  static let reserve = 128

  /// Raises the soft limit as far as wanted and as the hard limit allows. A process without free descriptors cannot
  /// even create the event queue that it needs to report this.
  ///
  /// - Parameter wanted: How many descriptors are wanted.
  /// - Returns: The soft limit afterwards; nil where the system does not tell it.
  static func raise(to wanted: Int) -> Int? {
    var limit = rlimit()
    guard get(&limit) else { return nil }
    if limit.rlim_cur < rlim_t(wanted) {
      var raised = limit
      raised.rlim_cur = min(rlim_t(wanted), limit.rlim_max)
      if set(&raised) { limit = raised }
    }
    return Int(clamping: limit.rlim_cur)
  }

  /// How many connections may be open at once.
  ///
  /// - Parameters:
  ///   - wanted: The limit in the options.
  ///   - descriptors: The soft limit; nil where it is unknown.
  static func connections(_ wanted: Int, descriptors: Int?) -> Int {
    guard let descriptors else { return wanted }
    return max(1, min(wanted, descriptors - reserve - OpenConnections.spare))
  }

  #if canImport(Darwin)
    private static func get(_ limit: inout rlimit) -> Bool { getrlimit(RLIMIT_NOFILE, &limit) == 0 }
    private static func set(_ limit: inout rlimit) -> Bool { setrlimit(RLIMIT_NOFILE, &limit) == 0 }
  #else
    private static func get(_ limit: inout rlimit) -> Bool {
      getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
    }
    private static func set(_ limit: inout rlimit) -> Bool {
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
    }
  #endif
}
