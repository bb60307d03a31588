"""Line icons drawn for Jishi on a 24 px grid; `{% icon "cart" %}` places one in a page."""

ICONS = {
    # Street and navigation
    "home": '<path d="M4 11l8-7 8 7M6 9.5V20h12V9.5M10 20v-5h4v5"/>',
    "grid": '<path d="M4 4h6.5v6.5H4zM13.5 4H20v6.5h-6.5zM4 13.5h6.5V20H4z'
    'M13.5 13.5H20V20h-6.5z"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5L21 21"/>',
    "menu": '<path d="M4 6.5h16M4 12h16M4 17.5h16"/>',
    "more": '<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3"/>',
    "close": '<path d="M6 6l12 12M18 6L6 18"/>',
    "check": '<path d="M5 12.5l4.5 4.5L19 7"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "minus": '<path d="M5 12h14"/>',
    "chevron-up": '<path d="M6 15l6-6 6 6"/>',
    "chevron-down": '<path d="M6 9l6 6 6-6"/>',
    "chevron-left": '<path d="M15 5l-7 7 7 7"/>',
    "chevron-right": '<path d="M9 5l7 7-7 7"/>',
    "arrow-left": '<path d="M20 12H4M10 6l-6 6 6 6"/>',
    "arrow-right": '<path d="M4 12h16M14 6l6 6-6 6"/>',
    "arrow-up": '<path d="M12 20V4M6 10l6-6 6 6"/>',
    "arrow-down": '<path d="M12 4v16M6 14l6 6 6-6"/>',
    "external": '<path d="M10 5H5v14h14v-5M14 4h6v6M20 4l-9 9"/>',
    "link": '<path d="M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7L12 7M14 10a4 4 0 0 0-6-.4'
    'l-3 3a4 4 0 0 0 5.7 5.7L12 17"/>',
    # Shopping
    "cart": '<path d="M2.5 4H5l2.2 11.5h10.6L20.5 7.5H5.7"/><circle cx="8.5" cy="19.5" r="1.5"/>'
    '<circle cx="16.5" cy="19.5" r="1.5"/>',
    "store": '<path d="M5 4h14l2 5H3zM3 9a3 3 0 0 0 6 0 3 3 0 0 0 6 0 3 3 0 0 0 6 0M5 12v8h14v-8'
    'M10 20v-4.5h4V20"/>',
    "tag": '<path d="M4 4h8l8.5 8.5-8 8L4 12z"/><path d="M8 8h.01" stroke-width="2.5"/>',
    "coupon": '<path d="M3 6h18v4a2 2 0 0 0 0 4v4H3v-4a2 2 0 0 0 0-4zM14.5 6v2M14.5 11v2'
    'M14.5 16v2"/>',
    "gift": '<path d="M4 12v8h16v-8M3 8h18v4H3zM12 8v12M12 8C9 8 7 7 7 5.3S9.5 3 12 8c2.5-5 5-4.4'
    ' 5-2.7S15 8 12 8z"/>',
    "heart": '<path d="M12 20.5C5.5 16 3 12.5 3 9a4.6 4.6 0 0 1 9-1.5A4.6 4.6 0 0 1 21 9'
    'c0 3.5-2.5 7-9 11.5z"/>',
    "star": '<path d="M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9L12 16.9l-5.2 2.8 1-5.9-4.3-4.1'
    ' 5.9-.8z"/>',
    "star-half": '<path d="M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9L12 16.9l-5.2 2.8 1-5.9-4.3-4.1'
    ' 5.9-.8z"/><path d="M12 3.5v13.4l-5.2 2.8 1-5.9-4.3-4.1 5.9-.8z" fill="currentColor"/>',
    "bolt": '<path d="M13.5 3L5 13.5h6L10 21l9-11h-6.5z"/>',
    "percent": '<path d="M19 5L5 19"/><circle cx="7.5" cy="7.5" r="2.5"/>'
    '<circle cx="16.5" cy="16.5" r="2.5"/>',
    "share": '<circle cx="6" cy="12" r="2.5"/><circle cx="17.5" cy="5.5" r="2.5"/>'
    '<circle cx="17.5" cy="18.5" r="2.5"/><path d="M8.2 10.8l7-4M8.2 13.2l7 4"/>',
    "thumb-up": '<path d="M7 11v9H3.5v-9zM7 11l4-8c2 0 3 1.3 2.6 3.4L13 9.5h5.5a2 2 0 0 1 2 2.4'
    'l-1.2 6.4a2 2 0 0 1-2 1.7H7"/>',
    "cube": '<path d="M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9"/>',
    # Parcels
    "box": '<path d="M3.5 8L6 4h12l2.5 4v12h-17zM3.5 8h17M12 4v4M9.5 12h5"/>',
    "truck": '<path d="M2.5 6H14v10.5H9.5M14 9.5h4l3.5 4v3h-2M2.5 6v10.5h2"/>'
    '<circle cx="7" cy="17" r="2.2"/><circle cx="17" cy="17" r="2.2"/><path d="M9.2 16.5h5.6"/>',
    "pin": '<path d="M12 21.5c-4.7-5-7-8.6-7-11.8a7 7 0 0 1 14 0c0 3.2-2.3 6.8-7 11.8z"/>'
    '<circle cx="12" cy="9.5" r="2.5"/>',
    "warehouse": '<path d="M3 20V9l9-5 9 5v11M7 20v-8h10v8M7 16h10"/>',
    "scan": '<path d="M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16"/>',
    "barcode": '<path d="M4 5v14M7.5 5v14M10 5v14M13.5 5v14M17 5v14M20 5v14"/>',
    "qr": '<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5M20 14v3M14 20h3M20 20h.01'
    'M7 7h.01M17 7h.01M7 17h.01"/>',
    "printer": '<path d="M7 8V3.5h10V8M7 17H3.5V8h17v9H17M7 14h10v6.5H7zM17 11h.01"/>',
    "refund": '<path d="M4 9h11a5 5 0 0 1 0 10H8M8 4.5L3.5 9 8 13.5"/>',
    "exchange": '<path d="M4 8.5h15l-4-4M20 15.5H5l4 4"/>',
    "wrench": '<path d="M20.5 6.8a5 5 0 0 1-6.7 6L7 19.5a1.8 1.8 0 0 1-2.5-2.5l6.7-6.8'
    'a5 5 0 0 1 6-6.7L14.5 6.2l.6 2.7 2.7.6z"/>',
    # Money
    "wallet": '<path d="M4 7.5h16V19H4zM4 7.5L15.5 4v3.5M15.5 13.25h.01"'
    '/><path d="M20 11h-5.5v4.5H20"/>',
    "card": '<path d="M3 5.5h18v13H3zM3 10h18M6.5 15h4"/>',
    "receipt": '<path d="M6 3.5h12V21l-3-2-3 2-3-2-3 2zM9 8.5h6M9 12.5h6"/>',
    "yuan": '<circle cx="12" cy="12" r="8.5"/><path d="M9 7.5l3 4 3-4M9.5 11.5h5'
    'M9.5 14h5M12 11.5v5.5"/>',
    # People and talk
    "user": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.6-4 3.5-6 7.5-6s6.9 2 7.5 6"/>',
    "users": '<circle cx="9" cy="8.5" r="3.5"/><path d="M2.5 19.5c.5-3.5 3-5.2'
    " 6.5-5.2s6 1.7 6.5 5.2M15.5 5.3a3.5 3.5 0 0 1 0 6.4M18 14.8"
    'c2 .7 3.2 2.3 3.5 4.7"/>',
    "message": '<path d="M4 5h16v11.5h-9L6.5 20v-3.5H4zM8.5 10.7h.01M12 10.7h.01M15.5 10.7h.01"/>',
    "headset": '<path d="M4 14v-2a8 8 0 0 1 16 0v2M4 13.5h3V19H5.5A1.5 1.5 0 0 1 4 17.5z'
    'M20 13.5h-3V19h1.5a1.5 1.5 0 0 0 1.5-1.5zM18.5 19c-.5 1.7-2 2-4.5 2"/>',
    "phone": '<path d="M8 3.5H4.5C4.5 13 11 19.5 20.5 19.5V16l-4.5-2-2 2c-2.5-1-5-3.5-6-6l2-2z"/>',
    "mail": '<path d="M3.5 5.5h17v13h-17zM3.5 6.5L12 13l8.5-6.5"/>',
    "bell": '<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 21h4"/>',
    "logout": '<path d="M10 4H5v16h5M9.5 12H20M16 8l4 4-4 4"/>',
    # Time
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.2l3.5 2"/>',
    "calendar": '<path d="M4 5.5h16V20H4zM4 10h16M8.5 3v4M15.5 3v4"/>',
    "history": '<path d="M4 12a8 8 0 1 0 2.5-5.8L4 8.5M4 4v4.5h4.5M12 8v4.2l3 1.8"/>',
    # Safety
    "shield": '<path d="M12 3l7.5 3v5.5c0 4.5-3 7.7-7.5 9.5-4.5-1.8-7.5-5-7.5-9.5'
    'V6zM8.8 12l2.3 2.3 4.2-4.3"/>',
    "lock": '<path d="M5.5 10.5h13V20h-13zM8.5 10.5V7.5a3.5 3.5 0 0 1 7 0v3M12 14.5v2"/>',
    "key": '<circle cx="8" cy="15.5" r="4"/><path d="M11 12.5L19.5 4M16 7.5l3 3"/>',
    "eye": '<path d="M2.5 12c2-4.3 5.2-6.5 9.5-6.5s7.5 2.2 9.5 6.5c-2 4.3-5.2 6.5'
    '-9.5 6.5S4.5 16.3 2.5 12z"/><circle cx="12" cy="12" r="2.8"/>',
    "eye-off": '<path d="M4 4l16 16M9.5 5.8A10 10 0 0 1 12 5.5c4.3 0 7.5 2.2 9.5 6.5'
    "a13 13 0 0 1-2.6 3.7M6 7.5A13 13 0 0 0 2.5 12c2 4.3 5.2 6.5 9.5 6.5a9.5 9.5 0 0 0"
    ' 4.3-1M10.2 10.2a2.7 2.7 0 0 0 3.7 3.7"/>',
    # Tools
    "edit": '<path d="M4 20l1-4.5L16 4.5l3.5 3.5-11 11zM13.5 7l3.5 3.5"/>',
    "trash": '<path d="M4 6.5h16M9 6.5V4h6v2.5M6 6.5L7 20h10l1-13.5M10 10.5v6M14 10.5v6"/>',
    "copy": '<path d="M8.5 8.5h11v11h-11zM15.5 8.5v-4h-11v11h4"/>',
    "download": '<path d="M12 4v11M7 10.5l5 5 5-5M4.5 20h15"/>',
    "upload": '<path d="M12 16V5M7 9.5l5-5 5 5M4.5 20h15"/>',
    "filter": '<path d="M4 5h16l-6 7.5V19l-4-2v-4.5z"/>',
    "sliders": '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/>'
    '<circle cx="9" cy="17" r="2"/>',
    "sort": '<path d="M8 5v14M4.5 15.5L8 19l3.5-3.5M16 19V5M12.5 8.5L16 5l3.5 3.5"/>',
    "columns": '<path d="M4 5h16v14H4zM9.5 5v14M14.5 5v14"/>',
    "list": '<path d="M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.01M4.5 12h.01M4.5 17.5h.01"/>',
    "chart": '<path d="M4 4v16h16M8 16v-4M12 16V8M16 16v-6"/>',
    "trend": '<path d="M3.5 17l6-6 4 4 7-8M15.5 7h5v5"/>',
    "settings": '<circle cx="12" cy="12" r="3"/><path d="M12 3v3M12 18v3M3 12h3M18 12h3'
    'M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M18.4 5.6l-2.2 2.2M7.8 16.2l-2.2 2.2"/>',
    "refresh": '<path d="M19.5 9A8 8 0 0 0 5 8.5M4.5 4v4.5H9M4.5 15A8 8 0 0 0 19 15.5'
    'M19.5 20v-4.5H15"/>',
    "bookmark": '<path d="M6.5 4h11v16.5L12 16.5l-5.5 4z"/>',
    "flag": '<path d="M5.5 21V4h13l-3 4.5 3 4.5h-13"/>',
    # Media
    "image": '<path d="M4 5h16v14H4zM4 16.5l5-5 4.5 4.5 2.5-2.5 4 4M15.5 9h.01"/>',
    "camera": '<path d="M4 7.5h4L9.5 5h5L16 7.5h4V19H4z"/><circle cx="12" cy="13" r="3.5"/>',
    "play": '<path d="M7 4.5l12 7.5-12 7.5z"/>',
    "zoom": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5L21 21M10.5 7.8v5.4'
    'M7.8 10.5h5.4"/>',
    # Signs
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 8h.01"/>',
    "help": '<circle cx="12" cy="12" r="8.5"/><path d="M9.5 9.5a2.5 2.5 0 1 1 3.7 2.2'
    'c-.8.5-1.2 1-1.2 1.8M12 16.5h.01"/>',
    "success": '<circle cx="12" cy="12" r="8.5"/><path d="M8.5 12.3l2.5 2.5 4.7-5"/>',
    "warning": '<path d="M12 4l9 16H3zM12 10v4.5M12 17.2h.01"/>',
    "error": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5v5.5M12 16.2h.01"/>',
    "globe": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5.5 5 11.5 0 17'
    '-5-5.5-5-11.5 0-17z"/>',
    "sun": '<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6'
    'l1.4 1.4M17 17l1.4 1.4M18.4 5.6L17 7M7 17l-1.4 1.4"/>',
    "moon": '<path d="M19.5 14.5A8 8 0 1 1 9.5 4.5a6.5 6.5 0 0 0 10 10z"/>',
    "leaf": '<path d="M5 19c0-9 4-14 15-14 0 11-5 14.5-11 14.5-1.5 0-3-.5-4-.5zM5 19'
    'c2-4 5-7 9-9"/>',
}
"""Icon name → the shapes inside its `<svg>`, in strokes of 1.75."""
