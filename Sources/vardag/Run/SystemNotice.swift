import CSystemd

/// Tells systemd how the service is; does nothing outside of systemd.
enum SystemNotice {
    static func ready() { sd_notify(0, "READY=1") }
    static func stopping() { sd_notify(0, "STOPPING=1") }
    static func watchdog() { sd_notify(0, "WATCHDOG=1") }
}
