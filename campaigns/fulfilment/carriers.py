"""Who carries parcels: a small list; their names are the same in every language or translated where they are words."""

from app.foundation.i18n import N_

CARRIERS = {
    "sf": N_("顺丰"),
    "zto": N_("中通"),
    "yto": N_("圆通"),
    "yunda": N_("韵达"),
    "ems": "EMS",
    "jd": N_("京东"),
    "tcat": N_("黑猫"),
    "hkpost": N_("香港邮政"),
    "dhl": "DHL",
    "fedex": "FedEx",
    "ups": "UPS",
    "other": N_("其他承运商"),
}
