extension Company {
    /// Acme's customers in the order in which they joined: the demo's partner page knows the first two.
    static let ofAcme: [Company] = [
        "Blue Sky", "Green Field", "Harbor & Finch", "Juniper Labs", "Copper Kettle Coffee", "Redwood Analytics",
        "Mariner Freight", "Silver Birch Dental", "Oakhurst Capital", "Pioneer Plastics", "Lumen Optics",
        "Wildflower Travel", "Granite Peak Outfitters", "Tidewater Insurance", "Café Lumière", "Kestrel Robotics",
        "Sandstone Architects", "Vela Biosciences", "Bright Path Schools", "Ironbridge Steel", "Maple & Main",
        "Solstice Energy", "Quarry Street Books", "Nimbus Games", "Orchard Foods", "Atlas Surveying",
        "Paloma Ceramics", "Thistle & Thread", "Zephyr Airlines", "Hollow Tree Media", "Summit Legal",
        "Coral Bay Hotels", "Ember Fitness", "Larkspur Clinics", "Borealis Water", "Meridian Clockworks",
        "Søndergaard Møbler", "Cobalt Cycles", "Prairie Wind Farms", "Elm Street Bank", "Tanaka Instruments",
        "Umbra Theatre",
    ]

    /// Helio Commerce's.
    static let ofHelio: [Company] = [
        "Basil & Vine", "Nordlicht Lampen", "Pebble Toys", "Saffron Kitchen", "Trailhead Boots", "Velvet Records",
        "Wren Stationery", "Cinder Candles", "Opal & Oak",
    ]

    /// Fjord HR's.
    static let ofFjord: [Company] = [
        "Aurora Shipyard", "Lindqvist Logistics", "Bergström Bygg", "Havn Seafood", "Polaris Payroll", "Tromsø Data",
    ]

    /// Brightdesk's.
    static let ofBrightdesk: [Company] = ["Clearwater Helpdesk", "Fennel Support", "Rook & Partners"]
}
