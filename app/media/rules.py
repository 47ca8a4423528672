"""What may be uploaded, and the sentences for what may not."""

from datetime import timedelta

from app.foundation.i18n import N_

WIDTHS = (160, 480, 960, 1600)
LARGEST_FILE = 25_000_000  # a phone's original: browsers that can shrink it send a tenth
MOST_PIXELS = 52_000_000  # what phones call 50 million
# A plain JPEG is decoded at a fraction, row by row: the largest that phones make costs no more than a small one.
MOST_PIXELS_PLAIN_JPEG = 220_000_000
TALLEST = 16_000  # WebP ends at 16,383

UNSENT = timedelta(days=1)  # how long a picture waits for its form to be sent

NO_PICTURE = N_("这个文件不是能读取的图片，请换一张照片或截图。")
TOO_LARGE = N_("图片超过 25 MB，请压缩后再传。")
TOO_MANY_PIXELS = N_("图片尺寸太大（超过 5000 万像素），请缩小后再传。")
TOO_SLOW = N_("这张照片读得太久了，请截一张图再传。")
CROWDED = N_("现在没登录传图的人太多了。文字先写，登录以后再加图。")
